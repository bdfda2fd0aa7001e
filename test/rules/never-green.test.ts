import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { assess } from '../../core/rules/assess.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import type { RuleContext } from '../../core/rules/verdict.ts';
import { contextOf, ruleFixtures } from './rule-fixture.ts';

const SECTIONS = [
  'vault',
  'fabrics',
  'appliances',
  'items',
  'azureVms',
  'policies',
  'mappings',
  'storageAccounts',
  'runAsAccounts',
  'vcenters',
  'hosts',
  'datastores',
  'siteMachines',
  'trafficProfiles',
  'configurationServers',
  'masterTargets',
  'processServers',
  'virtualNetworks',
  'connections',
  'locks',
  'rights',
  'storageClusters',
] as const satisfies readonly (keyof Inventory)[];

describe('unknown is never green', () => {
  let contexts: readonly RuleContext[];

  before(async () => {
    const interesting = ruleFixtures().filter(({ promise, text }) => promise === 'breaks' && !text.includes('m-101'));
    const read: RuleContext[] = [];
    for (const { text } of interesting) read.push(await contextOf(text));
    contexts = read;
  });

  it('no rule that did not hold comes to hold because somebody captured less', () => {
    fc.assert(
      fc.property(fc.nat(), fc.subarray([...SECTIONS], { minLength: 1 }), (which, dropped) => {
        const context = contexts[which % contexts.length]!;
        const { holding: held, other } = cells(context);
        const { holding } = cells({ ...context, inventory: without(context.inventory, dropped) });
        for (const cell of holding)
          assert.ok(held.has(cell) || !other.has(cell), `without ${dropped.join(', ')}, ${cell} came to hold`);
      }),
      { numRuns: 300 },
    );
  });

  it('no rule that needs a captured fact holds without any', () => {
    const needing = new Set(catalogue.filter(({ decidedBy }) => !decidedBy.includes('text')).map(({ code }) => code));
    for (const context of contexts)
      for (const { code, standing } of assess({ ...context, inventory: undefined }).judgements)
        assert.ok(!(needing.has(code) && standing === 'holds'), `${code} holds without an inventory`);
  });

  it('nothing that rests on captured facts holds a year later', () => {
    const later = new Date('2027-11-23T09:00:00Z');
    for (const context of contexts)
      for (const { code, standing, seenAt } of assess({ ...context, now: later }).judgements)
        assert.ok(!(standing === 'holds' && seenAt !== undefined), `${code} still rests on what was seen at ${seenAt}`);
  });

  it('a rule with captured facts says how long they count', () => {
    for (const context of contexts)
      for (const { code, seenAt } of assess(context).judgements) {
        const rule = catalogue.find((each) => each.code === code)!;
        if (seenAt !== undefined) assert.ok(rule.timeToLive !== undefined || rule.kind === 'advice', code);
      }
  });
});

/** Rule and subject: those that hold all through, and those of which something else was said. */
function cells(context: RuleContext): { holding: ReadonlySet<string>; other: ReadonlySet<string> } {
  const all = Map.groupBy(assess(context).judgements, ({ code, subject }) => `${code} of '${subject}'`);
  const isHolding = ([, judgements]: [string, readonly { standing: string }[]]) =>
    judgements.every(({ standing }) => standing === 'holds');
  const names = (entries: [string, unknown][]) => new Set(entries.map(([name]) => name));
  return { holding: names([...all].filter(isHolding)), other: names([...all].filter((each) => !isHolding(each))) };
}

function without(inventory: Inventory | undefined, dropped: readonly (keyof Inventory)[]): Inventory | undefined {
  if (inventory === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(inventory).filter(([name]) => !dropped.includes(name as keyof Inventory)),
  ) as Inventory;
}
