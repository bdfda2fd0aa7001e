import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { applyDelta, deltaOf } from '../../core/inventory/facts-delta.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { sharedFacts } from '../../core/inventory/shared-facts.ts';
import { chanceOf } from './mutations.ts';

const file = new URL('../../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url);
const text = readFileSync(file, 'utf8');
const read = (): Inventory => parseInventory(text, 'example');
const LATER = '2026-11-24T09:00:00Z';

/** The example as a later look saw it: every thing at another moment, some otherwise, gone, doubled or in another order. */
function laterLook(pick: (below: number) => number): Inventory {
  const seen = structuredClone(read()) as unknown as Record<string, { seenAt?: string }[] | unknown>;
  for (const list of Object.values(seen)) {
    if (!Array.isArray(list) || list.length === 0) continue;
    for (const entry of list) if (typeof entry.seenAt === 'string' && pick(10) > 0) entry.seenAt = LATER;
    const at = pick(list.length);
    const doing = pick(5);
    if (doing === 0) list.splice(at, 1);
    if (doing === 1) list.push(structuredClone(list[at]));
    if (doing === 2) list.reverse();
    if (doing >= 3) change(list[at], pick);
  }
  return { ...(seen as unknown as Inventory), capturedAt: LATER };
}

/** Another word, number or yes somewhere inside. */
function change(entry: Record<string, unknown>, pick: (below: number) => number): void {
  const names = Object.keys(entry).filter((name) => !/At$|^id$|State$|kind|type/i.test(name));
  const name = names[pick(names.length)];
  if (name === undefined) return;
  const value = entry[name];
  if (typeof value === 'boolean') entry[name] = !value;
  else if (typeof value === 'number') entry[name] = value + 1;
  else if (Array.isArray(value)) value.pop();
  else if (typeof value === 'object' && value !== null) change(value as Record<string, unknown>, pick);
}

describe('a later look at the world', () => {
  const before = read();
  for (let seed = 1; seed <= 60; seed += 1)
    it(`is whole again from what was otherwise, and says the same when it shares what was not (${seed})`, () => {
      const after = laterLook(chanceOf(seed));
      const shared = sharedFacts(before, after);
      assert.deepEqual(shared, after);
      assert.deepEqual(deltaOf(before, shared), deltaOf(before, after));
      assert.deepEqual(applyDelta(before, deltaOf(before, after)), after);
    });

  it('holds what did not change once', () => {
    const after = structuredClone(before) as { -readonly [K in keyof Inventory]: Inventory[K] };
    const [first, ...others] = after.azureVms ?? [];
    assert.ok(first !== undefined && others.length > 0);
    after.azureVms = [{ ...first, powerState: 'another' }, ...others];
    const shared = sharedFacts(before, after);
    assert.equal(shared.items?.[0], before.items?.[0]);
    assert.equal(shared.azureVms?.[1], before.azureVms?.[1]);
    assert.notEqual(shared.azureVms?.[0], before.azureVms?.[0]);
    assert.equal(
      shared.azureVms?.[0]?.interfaces,
      before.azureVms?.[0]?.interfaces,
      'down to what is inside of a thing',
    );
    assert.equal(shared.azureVms?.[0]?.powerState, 'another');
  });

  it('tells a field that came, and one that went', () => {
    const [machine, ...others] = before.azureVms ?? [];
    assert.ok(machine !== undefined && 'location' in machine);
    const { location: _, ...less } = machine;
    const looks = [{ ...machine, came: 'a field that an earlier look had not' }, less];
    for (const entry of looks) {
      const after = { ...before, azureVms: [entry, ...others] } as unknown as Inventory;
      assert.deepEqual(sharedFacts(before, after).azureVms?.[0], entry);
      assert.deepEqual(deltaOf(before, after).sections.azureVms, { rows: [{ entry }, [1, others.length, null]] });
    }
  });

  it('of a quiet estate is told in a line for each kind of thing', () => {
    const { sections } = deltaOf(before, sharedFacts(before, structuredClone(before)));
    for (const [name, section] of Object.entries(sections))
      assert.ok(!('rows' in section) || section.rows.length <= 1, `${name}: ${JSON.stringify(section)}`);
  });

  it('is all there is to tell where nobody had looked before', () => {
    assert.equal(sharedFacts(undefined, before), before);
    assert.deepEqual(applyDelta(undefined, deltaOf(undefined, before)), before);
  });
});
