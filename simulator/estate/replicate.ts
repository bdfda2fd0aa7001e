import type { ReplicationTrouble } from '../faults.ts';
import type { Instant } from '../virtual-clock.ts';
import type { Estate } from './estate.ts';
import { appConsistentPointMissing } from './health-texts.ts';
import type { Machine, MachineState } from './machine.ts';
import { phaseFacts } from './phase.ts';
import { planReplication } from './replication.ts';

/** Milliseconds for which a replication stands still that goes on by itself. */
const PAUSE = 3 * 3_600_000;

/** What a machine is like once its reprotect job is done: replicating, with its end laid down. */
export function beginReplication(
  estate: Estate,
  machine: Machine,
  phase: 'replicating-back' | 'replicating-forward',
  change: Partial<MachineState>,
  at: Instant,
): void {
  const { knobs, chance } = estate;
  const identifier = change.internalIdentifier ?? machine.state.internalIdentifier;
  const stands = machine.hasOldMachine || machine.cameHome;
  const kind = phase === 'replicating-back' && !stands ? 'full-copy' : 'delta';
  const replication = planReplication(machine.item, kind, at, knobs, chance, [machine.key, identifier]);
  machine.become({ ...change, phase, shown: phaseFacts(phase, machine.architecture, knobs), replication }, at);
  const trouble = estate.faults.strikeReplication(machine.item.friendlyName);
  const stallsFor = trouble === 'stall' ? Number.POSITIVE_INFINITY : trouble === 'pause' ? PAUSE : 0;
  if (stallsFor > 0) {
    const share = chance.draw('stall', machine.key, identifier);
    const stallsAt = replication.startsAt + share * (replication.endsAt - replication.startsAt);
    machine.become({ replication: { ...replication, stallsAt, stallsFor } }, at);
  }
  if (trouble === 'stall') return;
  const wait = phase === 'replicating-forward' ? knobs.firstRecoveryPointSeconds * 1000 : 0;
  const doneAt = replication.endsAt + stallsFor + wait;
  estate.due.schedule(doneAt, machine.key, () => {
    if (machine.state.internalIdentifier !== identifier) return;
    endReplication(estate, machine, trouble, doneAt);
  });
}

function endReplication(estate: Estate, machine: Machine, trouble: ReplicationTrouble | undefined, at: Instant): void {
  const { knobs } = estate;
  const phase = machine.state.phase === 'replicating-back' ? 'protected-back' : 'protected-forward';
  const name = machine.item.friendlyName;
  const shown = phaseFacts(phase, machine.architecture, knobs);
  const without = phase === 'protected-back' && (trouble === '531006' || !knobs.appConsistentPoints);
  const resync = trouble === 'resync';
  machine.become(
    {
      phase,
      shown: resync ? { ...shown, allowedOperations: ['DisableProtection'] } : shown,
      resyncRequired: resync,
      replicationHealth: without ? 'Critical' : resync ? 'Warning' : 'Normal',
      healthErrors: without ? [appConsistentPointMissing(name, at)] : [],
      protectedSince: at,
    },
    at,
  );
}

/** Machines that were captured while replicating go on, from the start. */
export function resumeReplications(estate: Estate, at: Instant): void {
  for (const machine of estate.machines) {
    const { phase } = machine.state;
    if (phase === 'replicating-back' || phase === 'replicating-forward')
      beginReplication(estate, machine, phase, {}, at);
  }
}
