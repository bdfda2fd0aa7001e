import { oldPlaceOf } from '../old-place.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import type { MachineInPlay } from '../situation.ts';
import { includes, isWritten, reachOf } from './reach.ts';

export interface OutOfReach {
  readonly vm: string;
  readonly target: string;
  readonly host: string | undefined;
  readonly missing: readonly string[];
  readonly reached: readonly string[];
}

/**
 * Whether the master target can write where the disks of the old machine lie; undefined without a master target. Where
 * nobody saw the disks, the datastore that the runbook names stands for their place, and no more than a declaration.
 */
export function oldDisksReached(subject: MachineInPlay): Outcome<OutOfReach> | undefined {
  const { machine, masterTarget } = subject;
  if (masterTarget === undefined) return undefined;
  const place = oldPlaceOf(subject);
  const written = machine.datastore === undefined ? [] : [machine.datastore.value.datastoreName];
  const wanted = place === undefined ? written : place.datastores;
  if (wanted.length === 0) return unknown(`nobody captured on which datastore the old machine '${machine.name}' lies`);
  const reach = reachOf(masterTarget);
  if (reach === undefined)
    return unknown(`nobody captured the datastores that the host of '${masterTarget.name}' mounts`);
  const seen = [place?.seen, reach.seen].flatMap((each) => each ?? []);
  const missing = wanted.filter((each) => !includes(reach.datastores, each));
  if (missing.length > 0) {
    const host = masterTarget.host?.name;
    return broken({ vm: machine.name, target: masterTarget.name, host, missing, reached: reach.datastores }, seen);
  }
  if (reach.proves && place !== undefined) return holds(...seen);
  // The vault's list is a fact, and no proof; what the runbook says of the host besides is a declaration.
  return isWritten(masterTarget, wanted)
    ? declared()
    : unknown(`nobody captured whether the host of '${masterTarget.name}' can write to its datastores`);
}
