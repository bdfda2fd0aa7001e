import type { MomentItem, Wave } from '../runbook/runbook.ts';
import type { Moment, Place } from './draft.ts';
import { facts } from './durations.ts';
import { type Laying, placesOfMachines } from './laying.ts';
import { layCommit, layFailover, layProtect, layReplicate, layReprotect } from './machine-steps.ts';
import { momentItems } from './moment-items.ts';
import { layItems } from './moment-steps.ts';
import type { Estimate } from './plan.ts';
import { processServerFor } from './process-server-steps.ts';
import { readableMoment } from './readable.ts';
import type { Cell, Round } from './rounds.ts';
import type { SettledMachine } from './settle-machines.ts';
import { layWindow } from './window-steps.ts';

/** In the second half of a plan the machines are expected to be ready; the step makes sure of it. */
const alreadyReplicated: Estimate = { low: 0, likely: 0, high: 900, source: 'assumed: replicated by the first half' };

/** Lays all steps of one round: everything up to verification for each of its cells, then the way from commit to home. */
export function layRound(laying: Laying, round: Round): void {
  const byWave = Map.groupBy(round.cells, ({ wave }) => wave);
  for (const [wave, cells] of byWave) {
    const replicated = layReplication(
      laying,
      wave,
      round,
      cells.flatMap(({ machines }) => machines),
    );
    if (laying.part === 'until-replicated') continue;
    for (const cell of cells) layCutover(laying, cell, cells, replicated);
  }
  if (laying.part === 'until-replicated') return;
  for (const [wave, cells] of byWave) layReturn(laying, wave, round, cells);
}

/** Preflight, gates and reprotect; answers what the cutover must wait for besides the machines' own replication. */
function layReplication(
  laying: Laying,
  wave: Wave,
  round: Round,
  machines: readonly SettledMachine[],
): readonly Place[] {
  if (laying.part === 'from-cutover') {
    for (const settled of machines) layReplicate(laying, settled, [], alreadyReplicated);
    return [];
  }
  const started = laying.started.get(wave) ?? layStart(laying, wave);
  laying.started.set(wave, started);
  const reprotected = machines.map((settled) => {
    const places = (laying.placesFrom[settled.index] ?? []).flatMap((index) => laying.committed[index] ?? []);
    return layReprotect(laying, settled, [...started, ...processServerFor(laying, settled, started), ...places]);
  });
  const items = itemsThatWait(laying, wave, 'after', 'reprotect');
  if (items.length === 0) return [];
  return layItems(
    laying,
    { wave, prefix: roundPrefix(wave, round), when: 'after', stage: 'reprotect' },
    items,
    reprotected,
  );
}

function layStart(laying: Laying, wave: Wave): readonly Place[] {
  const checked = layPreflight(laying, wave, `${wave.name}/preflight`, `Check the facts before wave ${wave.name}`, []);
  const items = itemsThatWait(laying, wave, 'before', 'reprotect');
  return layItems(laying, { wave, prefix: wave.name, when: 'before', stage: 'reprotect' }, items, [checked]);
}

/**
 * Window, fresh facts, gates, failover and verification of one cell. In a wave of several batches the approvals are asked
 * for each one, and a probe of a machine belongs to the machine's batch; everything else is done once a round.
 */
function layCutover(laying: Laying, cell: Cell, cells: readonly Cell[], alsoAfter: readonly Place[]): void {
  const { wave, machines } = cell;
  const { verified, draft } = laying;
  const previous = verified.get(wave) ?? verifiedBefore(laying, wave);
  const prefix = cell.number === 0 ? wave.name : `${wave.name}/batch-${cell.number + 1}`;
  const joined = [...placesOfMachines(machines, laying.replicated), ...alsoAfter, ...previous];
  const open = layWindow(laying, wave, prefix, joined);
  const title = `Check the facts before the cutover of ${wave.name}${cell.number === 0 ? '' : `, batch ${cell.number + 1}`}`;
  const checked = layPreflight(laying, wave, `${prefix}/before-failover/preflight`, title, open);
  const gates = itemsThatWait(laying, wave, 'before', 'failover').filter(
    (item) => cell === cells[0] || item.kind === 'approve',
  );
  const approved = layItems(laying, { wave, prefix, when: 'before', stage: 'failover' }, gates, [checked]);

  const queue = laying.failovers.get(wave) ?? [];
  laying.failovers.set(wave, queue);
  for (const settled of machines) {
    const atMost = wave.atMost?.value;
    layFailover(laying, settled, approved, atMost === undefined ? undefined : queue[queue.length - atMost]);
    queue.push(...placesOfMachines([settled], laying.failedOver));
  }
  noteFreeze(laying, wave, draft.done(approved[0] ?? 0));
  const checks = itemsThatWait(laying, wave, 'after', 'failover').filter((item) => belongsTo(cell, cells, item));
  const failedOver = placesOfMachines(machines, laying.failedOver);
  verified.set(wave, layItems(laying, { wave, prefix, when: 'after', stage: 'failover' }, checks, failedOver));
}

/** What verifies the waves that a wave comes after; a wave without machines stands for those that it comes after. */
function verifiedBefore(laying: Laying, wave: Wave, seen: ReadonlySet<Wave> = new Set([wave])): readonly Place[] {
  return (laying.wavesBefore.get(wave) ?? [])
    .filter((other) => !seen.has(other))
    .flatMap((other) => laying.verified.get(other) ?? verifiedBefore(laying, other, new Set([...seen, other])));
}

/** Gates before commit, commit, protection and home for all cells of a wave in this round. */
function layReturn(laying: Laying, wave: Wave, round: Round, cells: readonly Cell[]): void {
  const machines = cells.flatMap((cell) => cell.machines);
  const prefix = roundPrefix(wave, round);
  const committable = layBeforeCommit(laying, wave, prefix, machines);
  for (const settled of machines)
    layCommit(laying, settled, committable ?? placesOfMachines([settled], laying.failedOver));
  const committed = placesOfMachines(machines, laying.committed);

  const afterCommit = itemsThatWait(laying, wave, 'after', 'commit');
  const beforeProtect = itemsThatWait(laying, wave, 'before', 'protect');
  let protectable: readonly Place[] | undefined;
  if (afterCommit.length > 0)
    protectable = layItems(laying, { wave, prefix, when: 'after', stage: 'commit' }, afterCommit, committed);
  if (beforeProtect.length > 0)
    protectable = layItems(
      laying,
      { wave, prefix, when: 'before', stage: 'protect' },
      beforeProtect,
      protectable ?? committed,
    );
  for (const settled of machines)
    layProtect(laying, settled, protectable ?? placesOfMachines([settled], laying.committed));
  layItems(
    laying,
    { wave, prefix, when: 'after', stage: 'protect' },
    itemsThatWait(laying, wave, 'after', 'protect'),
    placesOfMachines(machines, laying.home),
  );
}

/**
 * What a wave's commits wait for, or undefined where each machine goes on by itself. An application that holds waits until
 * all waves with machines of it are verified.
 */
function layBeforeCommit(
  laying: Laying,
  wave: Wave,
  prefix: string,
  machines: readonly SettledMachine[],
): readonly Place[] | undefined {
  const own = laying.verified.get(wave) ?? [];
  const held = laying.wavesHeldTogether.get(wave) ?? [];
  const joined = [
    ...new Set([
      ...placesOfMachines(machines, laying.failedOver),
      ...own,
      ...held.flatMap((other) => laying.verified.get(other) ?? []),
    ]),
  ];
  const items = itemsThatWait(laying, wave, 'before', 'commit');
  if (items.length > 0) return layItems(laying, { wave, prefix, when: 'before', stage: 'commit' }, items, joined);
  const alone =
    held.length === 0 &&
    itemsThatWait(laying, wave, 'after', 'failover').length === 0 &&
    machines.every(({ app }) => app?.onFailure.value !== 'hold');
  if (alone) return undefined;
  // A step of its own, or each of the machines would wait for each of the others.
  return [
    layPreflight(
      laying,
      wave,
      `${prefix}/before-commit/preflight`,
      `Check the facts before the commit of ${wave.name}`,
      joined,
    ),
  ];
}

function layPreflight(laying: Laying, wave: Wave, id: string, title: string, after: readonly Place[]): Place {
  return laying.draft.add(
    { kind: 'preflight', id, title, wave: wave.name, machine: null, irreversible: null, undo: null, restsOn: [] },
    after,
    facts,
  );
}

function noteFreeze({ runbook, now, tooLate }: Laying, wave: Wave, ready: Moment): void {
  if (runbook.freeze === undefined) return;
  const earliest = now.getTime() + ready.low * 1000;
  if (earliest <= Date.parse(runbook.freeze.value)) return;
  tooLate.push(
    `No failover may start after ${readableMoment(runbook.freeze.value)}, and wave '${wave.name}' cannot be ready ` +
      `before ${readableMoment(new Date(earliest).toISOString())}. Move the freeze, or start earlier.`,
  );
}

function belongsTo(cell: Cell, cells: readonly Cell[], item: MomentItem): boolean {
  const probed = item.kind === 'probe' && item.check.kind === 'tcp' ? item.check.machine : undefined;
  if (probed !== undefined && cell.wave.machines.some(({ value }) => value === probed))
    return cell.machines.some(({ machine }) => machine === probed);
  return cell === cells.at(-1);
}

function itemsThatWait(
  laying: Laying,
  wave: Wave,
  when: 'before' | 'after',
  stage: 'reprotect' | 'failover' | 'commit' | 'protect',
) {
  return momentItems(laying.runbook, wave, when, stage).filter(({ kind }) => kind !== 'without-approval');
}

function roundPrefix(wave: Wave, round: Round): string {
  return round.number === 0 ? wave.name : `${wave.name}/round-${round.number + 1}`;
}
