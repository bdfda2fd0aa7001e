import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import type { ItemFacts } from '../../core/run/item-facts.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import type { Effects } from '../../executor/effects.ts';
import { followItems } from '../../executor/run/follow-items.ts';
import { boardOf } from '../../executor/run/item-board.ts';
import type { RunContext } from '../../executor/run/run-context.ts';
import { openBranch } from './classic-estate.ts';

const at = '2026-11-23T09:00:00Z';
const NOW = () => new Date(at);
const REPROTECT = 'all/branch-db/reprotect';

/** What is recorded where the vault lists these rows after the reprotect of branch-db was accepted. */
async function followed(
  rows: (own: ItemFacts, plan: Plan) => readonly ItemFacts[],
  knownBefore: readonly string[] = [],
) {
  const estate = await openBranch();
  try {
    const { plan, inventory } = estate;
    const listed = await (await estate.connect()).items();
    const own = listed.find(({ friendlyName }) => friendlyName === 'branch-db');
    const captured = inventory.items?.find(({ friendlyName }) => friendlyName === 'branch-db');
    assert.ok(own && captured);
    const before = {
      ...inventory,
      items: [...(inventory.items ?? []), ...knownBefore.map((id) => ({ ...captured, id }))],
    };
    const ledger = new RunLedger(plan);
    const recorded: RunEventBody[] = [];
    ledger.apply({ kind: 'resumed', at, epoch: 1 });
    ledger.apply({ kind: 'accepted', at, step: REPROTECT, requestId: 'r1', jobId: 'j1', by: 'response' });
    const effects = { items: async () => rows(own, plan) } as Partial<Effects> as Effects;
    const board = boardOf(plan, () => before, ledger.state, effects, NOW);
    await board.refresh(0);
    const journal = {
      state: ledger.state,
      record: async (events: readonly RunEventBody[]) => void recorded.push(...events),
    };
    await followItems({ plan, before, board, journal } as Partial<RunContext> as RunContext);
    return recorded.flatMap((event) => (event.kind === 'item-renamed' ? [event.to.toLowerCase()] : []));
  } finally {
    await estate.close();
  }
}

test('an item that appears under the machine’s name when its own is gone is followed', async () => {
  assert.deepEqual(await followed((own) => [{ ...own, id: `${own.id}-new` }]), [`${await idOfBranchDb()}-new`]);
});

test('another machine of the same name, which the vault showed before, is never taken for the renamed one', async () => {
  const stranger = `${await idOfBranchDb()}-other`;
  assert.deepEqual(await followed((own) => [{ ...own, id: stranger }], [stranger]), []);
  const both = await followed(
    (own) => [
      { ...own, id: stranger },
      { ...own, id: `${own.id}-new` },
    ],
    [stranger],
  );
  assert.deepEqual(both, [`${await idOfBranchDb()}-new`]);
});

async function idOfBranchDb(): Promise<string> {
  const estate = await openBranch();
  try {
    return estate.plan.machines.find(({ name }) => name === 'branch-db')?.itemId?.toLowerCase() ?? '';
  } finally {
    await estate.close();
  }
}
