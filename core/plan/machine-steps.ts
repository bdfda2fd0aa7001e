import { armName, oldMachineName } from '../inventory/world.ts';
import type { Place } from './draft.ts';
import { backToProtected, commitJob, deletion, failoverJob, protectJob, reprotectJob } from './durations.ts';
import type { Laying } from './laying.ts';
import type { MachineCalls } from './machine-calls.ts';
import type { Estimate } from './plan.ts';
import {
  classicFailoverIsFinal,
  commitIsFinal,
  deletionIsFinal,
  reprotectIsFinal,
  undoFailover,
} from './points-of-no-return.ts';
import type { SettledMachine } from './settle-machines.ts';

// The steps are written out field by field: a large plan has tens of thousands, and objects made by spreading are slow.

const noFacts: string[] = [];

/** Deletes the old machine where the runbook says so, reprotects, and waits until the machine can come home. */
export function layReprotect(laying: Laying, settled: SettledMachine, after: readonly Place[]): Place {
  const { draft } = laying;
  const { machine, bytes, location } = settled;
  const ready = machine.deleteOld?.value === true ? [layDeleteOld(laying, settled, after)] : after;
  const reprotected = draft.add(
    {
      kind: 'reprotect',
      id: `${settled.path}reprotect`,
      wave: settled.wave.name,
      machine: machine.name,
      title: `Reprotect ${machine.name} to ${destination(settled)}`,
      call: callsOf(laying, settled).reprotect,
      bytes: bytes ?? 0,
      irreversible: reprotectIsFinal(location),
      undo: null,
      restsOn: factsOf(laying, settled),
    },
    ready,
    reprotectJob,
  );
  layReplicate(laying, settled, [reprotected], laying.replication[settled.index] ?? backToProtected);
  return reprotected;
}

/** Waits for the readiness facts; in the second half of a plan that is the first step of a machine. */
export function layReplicate(laying: Laying, settled: SettledMachine, after: readonly Place[], takes: Estimate): void {
  const { machine } = settled;
  laying.replicated[settled.index] = laying.draft.add(
    {
      kind: 'replicate',
      id: `${settled.path}replicate`,
      wave: settled.wave.name,
      machine: machine.name,
      title: `Replicate ${machine.name} until it can fail back`,
      recoveryPoint: machine.recoveryPoint.value.kind,
      ...(machine.recoveryPoint.value.kind === 'custom' ? { pointId: machine.recoveryPoint.value.id } : {}),
      irreversible: null,
      undo: null,
      restsOn: noFacts,
    },
    after,
    takes,
  );
}

export function layFailover(laying: Laying, settled: SettledMachine, after: readonly Place[], behind?: Place): void {
  const modernized = laying.architecture === 'modernized';
  laying.failedOver[settled.index] = laying.draft.add(
    {
      kind: 'failover',
      id: `${settled.path}failover`,
      wave: settled.wave.name,
      machine: settled.machine.name,
      title: `Fail over ${settled.machine.name} to ${settled.datastore ?? 'the site'}`,
      call: callsOf(laying, settled).failover,
      irreversible: modernized ? null : classicFailoverIsFinal,
      undo: modernized ? undoFailover : null,
      restsOn: noFacts,
    },
    after,
    failoverJob,
    behind,
  );
}

export function layCommit(laying: Laying, settled: SettledMachine, after: readonly Place[]): void {
  const { azureVm } = settled;
  laying.committed[settled.index] = laying.draft.add(
    {
      kind: 'commit',
      id: `${settled.path}commit`,
      wave: settled.wave.name,
      machine: settled.machine.name,
      title: `Commit ${settled.machine.name}`,
      call: callsOf(laying, settled).commit,
      irreversible: commitIsFinal,
      undo: null,
      restsOn: azureVm === undefined ? noFacts : [`The machine in Azure is '${azureVm.name}', seen ${azureVm.seenAt}.`],
    },
    after,
    commitJob,
  );
}

/** Protects to Azure again, and waits until the machine is protected: now it is home. */
export function layProtect(laying: Laying, settled: SettledMachine, after: readonly Place[]): void {
  const { draft } = laying;
  const { path, wave, machine } = settled;
  const protect = draft.add(
    {
      kind: 'protect',
      id: `${path}protect`,
      wave: wave.name,
      machine: machine.name,
      title: `Protect ${machine.name} to Azure again`,
      call: callsOf(laying, settled).protect,
      irreversible: null,
      undo: null,
      restsOn: noFacts,
    },
    after,
    protectJob,
  );
  laying.home[settled.index] = draft.add(
    {
      kind: 'home',
      id: `${path}home`,
      wave: wave.name,
      machine: machine.name,
      title: `Wait until ${machine.name} is protected again`,
      irreversible: null,
      undo: null,
      restsOn: noFacts,
    },
    [protect],
    backToProtected,
  );
}

function layDeleteOld(laying: Laying, settled: SettledMachine, after: readonly Place[]): Place {
  const { machine } = settled;
  const name = oldMachineName(machine, settled.item);
  const old = name === undefined ? undefined : laying.world?.siteMachine(name);
  return laying.draft.add(
    {
      kind: 'delete-old',
      id: `${settled.path}delete-old`,
      wave: settled.wave.name,
      machine: machine.name,
      title: `Delete the old machine of ${machine.name}`,
      call: {
        operation: 'delete-old-machine',
        resourceId: old?.uuid ?? laying.missing.note('The old machine is not in the inventory', machine.name),
        body: { name: old?.name ?? name ?? machine.name, vcenter: old?.vcenter ?? null },
        requires: null,
      },
      irreversible: deletionIsFinal,
      undo: null,
      restsOn:
        old === undefined ? noFacts : [`The old machine '${old.name}' is ${old.powerState}, seen ${old.seenAt}.`],
    },
    after,
    deletion,
  );
}

function destination({ datastore, via }: SettledMachine): string {
  return `${datastore ?? 'the site'}${via === undefined ? '' : ` through ${via.name}`}`;
}

function factsOf({ world, inventoryFile }: Laying, { machine, item, via, datastore }: SettledMachine): string[] {
  if (item === undefined) return [];
  const file = inventoryFile === undefined ? '' : ` (${inventoryFile})`;
  const identity = `'${machine.name}' is the protected item '${armName(item.id)}', seen ${item.seenAt}${file}.`;
  const appliance = via?.kind === 'appliance' ? world?.appliance(via.applianceName) : undefined;
  if (appliance === undefined || datastore === undefined || !appliance.accessibleDatastores.includes(datastore))
    return [identity];
  return [identity, `Appliance '${appliance.name}' reaches datastore '${datastore}', seen ${appliance.seenAt}${file}.`];
}

function callsOf({ calls }: Laying, { index, machine }: SettledMachine): MachineCalls {
  const own = calls[index];
  if (own === undefined) throw new Error(`The calls of ${machine.name} were not written.`);
  return own;
}
