import type { CapturedItem, CapturedSiteMachine } from '../../core/inventory/inventory.ts';
import type { Estate } from '../estate/estate.ts';
import type { Machine } from '../estate/machine.ts';
import { phaseShown } from '../estate/phase.ts';
import { placeOfNewMachine } from './new-machine-place.ts';
import { same } from './site-servers.ts';

/** A machine of the site with an id that stays the same while others come and go. */
export interface SiteMachineNow {
  readonly id: string;
  readonly machine: CapturedSiteMachine;
}

/**
 * The machines of the site as they are now. What was captured stands until a machine of the vault moves: a reprotect
 * merges its snapshots and keeps it off, a failback turns it on; one that had no old machine gets a new one.
 */
export function siteMachinesNow(estate: Estate): readonly SiteMachineNow[] {
  const captured = estate.inventory.siteMachines ?? [];
  const moving = new Map(estate.machines.map((machine) => [machine.item.friendlyName.toLowerCase(), machine]));
  const standing = captured.flatMap((old, index) => {
    // Somebody may have deleted it since.
    if (estate.siteMachine(old.name) === undefined) return [];
    const machine = moving.get(old.name.toLowerCase());
    // Another machine that merely has the name stays as it is.
    const isOld = machine?.hasOldMachine === true;
    return [{ id: `vm-${FIRST_ID + index}`, machine: isOld ? asItIsNow(estate, machine, old) : old }];
  });
  const known = new Set(standing.map(({ machine }) => machine.name.toLowerCase()));
  const unseen = estate.machines.flatMap((machine, index) => {
    if (machine.hasOldMachine && known.has(machine.item.friendlyName.toLowerCase())) return [];
    const now = machineNobodyCaptured(estate, machine);
    return now === undefined ? [] : [{ id: `vm-${FIRST_NEW_ID + index}`, machine: now }];
  });
  return [...standing, ...unseen];
}

const FIRST_ID = 1001;
/** Far enough behind the captured ones, so that neither ever takes the other's. */
const FIRST_NEW_ID = 1_000_001;

type Stage = 'as-captured' | 'away' | 'coming' | 'home';

/** Where a machine of the vault stands, seen from the site. */
function stageOf(estate: Estate, { item, state }: Machine): Stage {
  const began = phaseShown(item.instanceType, item.protectionState, estate.knobs);
  const untouched = item.internalIdentifier === undefined || item.internalIdentifier === state.internalIdentifier;
  if (state.phase === 'as-captured' || (state.phase === began && untouched)) return 'as-captured';
  switch (state.phase) {
    case 'failed-over':
    case 'failover-committed':
      return 'away';
    case 'replicating-back':
    case 'protected-back':
      return 'coming';
    case 'failed-back':
    case 'failback-committed':
    case 'replicating-forward':
    case 'protected-forward':
      return 'home';
  }
}

function asItIsNow(estate: Estate, machine: Machine, old: CapturedSiteMachine): CapturedSiteMachine {
  switch (stageOf(estate, machine)) {
    case 'as-captured':
      return old;
    case 'away':
      return turned(old, 'off');
    case 'coming':
      return { ...turned(old, 'off'), snapshots: [] };
    case 'home':
      return { ...turned(old, 'on'), snapshots: [] };
  }
}

function turned(machine: CapturedSiteMachine, power: 'on' | 'off'): CapturedSiteMachine {
  const tools = power === 'on' ? 'guestToolsRunning' : 'guestToolsNotRunning';
  return {
    ...machine,
    powerState: power === 'on' ? 'poweredOn' : 'poweredOff',
    ...(machine.toolsStatus === undefined ? {} : { toolsStatus: tools }),
  };
}

/** Where nobody looked at the site, the old machine is taken to stand there; else it comes with its replication. */
function machineNobodyCaptured(estate: Estate, machine: Machine): CapturedSiteMachine | undefined {
  const stage = stageOf(estate, machine);
  if (machine.hasOldMachine) {
    const old = likeTheItem(estate, machine, machine.item.discovered?.datastores[0] ?? machine.state.datastore);
    return turned(old, stage === 'home' || machine.item.activeLocation === 'Primary' ? 'on' : 'off');
  }
  if (stage !== 'coming' && stage !== 'home') return undefined;
  return turned(likeTheItem(estate, machine, machine.state.datastore), stage === 'home' ? 'on' : 'off');
}

/** A machine with the disks of the protected item. What the item does not tell stays untold. */
function likeTheItem(estate: Estate, machine: Machine, datastore: string | undefined): CapturedSiteMachine {
  const { item } = machine;
  const place = placeOfNewMachine(estate, machine, datastore);
  return {
    name: item.friendlyName,
    ...place,
    uuid: estate.chance.guid('bios', machine.key),
    powerState: 'poweredOff',
    ...(item.osName === undefined ? {} : { guestName: item.osName }),
    ...firmwareOf(item),
    snapshots: [],
    datastores: datastore === undefined ? [] : [datastore],
    disks: item.disks.map((disk, index) => ({
      label: `Hard disk ${index + 1}`,
      ...(datastore === undefined ? {} : { datastore }),
      capacityBytes: disk.capacityBytes,
      ...(disk.uuid === undefined ? {} : { uuid: disk.uuid }),
    })),
    seenAt: item.seenAt,
  };
}

function firmwareOf({ firmware }: CapturedItem): { readonly firmware?: string } {
  if (firmware === undefined) return {};
  return { firmware: same(firmware, 'BIOS') ? 'bios' : 'efi' };
}
