import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { KeptAssessment } from '../../core/rules/kept-assessment.ts';
import type { KeptMachine } from '../../core/rules/kept-machine.ts';
import { stretchBetween, withStretch } from '../../core/stretch.ts';
import { Speaking } from '../../language-server/src/features/diagnostics/speaking.ts';
import { exchanged } from '../../language-server/src/lower/exchanged.ts';
import { arbitraryContext } from '../rules/arbitrary-context.ts';
import { arbitraryEdit } from '../rules/edited-context.ts';

const objects = fc.array(fc.record({}), { maxLength: 8 });
const edit = fc.record({ from: fc.nat(8), gone: fc.nat(4), came: objects, isCopied: fc.boolean() });

describe('the stretch in which two lists differ', () => {
  it('makes the one from the other, whether it is remembered or compared', () => {
    fc.assert(
      fc.property(objects, fc.array(edit, { maxLength: 5 }), fc.nat(4), (start, edits, pause) => {
        const lists: (readonly unknown[])[] = [start];
        for (const { from, gone, came, isCopied } of edits) {
          const last = lists.at(-1) ?? [];
          const at = Math.min(from, last.length);
          const next = withStretch(last, at, Math.min(gone, last.length - at), came);
          assert.deepEqual(next, last.toSpliced(at, gone, ...came));
          lists.push(isCopied ? [...next] : next);
        }
        const [before, after] = [lists.at(-1 - pause) ?? start, lists.at(-1) ?? start];
        const { from, gone, came } = stretchBetween(before, after);
        const made = before.toSpliced(from, gone, ...after.slice(from, from + came));
        assert.ok(made.length === after.length && made.every((one, index) => one === after[index]));
      }),
    );
  });

  it('is found by what stood there', () => {
    const [a, b, c, d] = [{ a: 1 }, { b: 1 }, { c: 1 }, { d: 1 }];
    assert.deepEqual(exchanged([a, b, c], [{ gone: [b], came: [d] }]), [a, d, c]);
    assert.deepEqual(exchanged([a, b, c], [{ gone: [a, b], came: [a] }]), [a, c]);
    assert.equal(exchanged([a, b, c], [{ gone: [d], came: [a] }]), undefined);
    assert.equal(exchanged([a, b, c], [{ gone: [], came: [d] }]), undefined);
    assert.equal(exchanged([a, b, c], [{ gone: [a, c], came: [d] }]), undefined);
  });
});

describe('machines that have something to say', () => {
  it('are those of all machines, after any edits and however far the rules came', async () => {
    const step = fc.record({ edit: arbitraryEdit, strides: fc.nat(12), looks: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(arbitraryContext, fc.array(step, { maxLength: 12 }), async (start, steps) => {
        let context = await start;
        const kept = new KeptAssessment();
        const speaking = new Speaking();
        for (const { edit, strides, looks } of steps) {
          context = edit(context);
          kept.update(context);
          const settling = kept.settle();
          for (let stride = 0; stride < strides && settling.next().done !== true; stride += 1)
            if (looks) assertSpeak(speaking, kept.machines);
          assertSpeak(speaking, kept.machines);
        }
      }),
      { seed: 812, numRuns: 60 },
    );
  });
});

function assertSpeak(speaking: Speaking, machines: readonly (KeptMachine | undefined)[]): void {
  const speaks = (one: KeptMachine | undefined): one is KeptMachine =>
    one !== undefined && one.findingCount + one.about.length > 0;
  assert.deepEqual(new Set([...speaking.among(machines)].filter(speaks)), new Set(machines.filter(speaks)));
}
