import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { MasterTargetSeen } from '../classic-in-play.ts';
import { bySaying, datastorePlace } from '../decisions.ts';
import { eachMachineTelling, mayRunInAzure } from '../judge.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';
import { type OutOfReach, oldDisksReached } from './old-disks-reached.ts';
import { becomesNewMachine, isOnBareHost, wasPhysical } from './reach.ts';

type Params =
  | ({ readonly kind: 'reach' } & OutOfReach)
  | {
      readonly kind: 'discovery';
      readonly vm: string;
      readonly target: string;
      readonly host: string | undefined;
      readonly isSaid: boolean;
    };

export const hostNotDiscovered = defineRule<Params>({
  code: 'FB065',
  title: 'Machine without vCenter finds no discovered host',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'without discovery the service knows neither the host nor its datastores, and reprotect cannot be asked for.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.typesOfFailback,
    says: "a machine on an ESXi host without vCenter needs its disks in a datastore that the master target's host can access, and the discovery of the master target's ESXi host before reprotect; the latter goes for physical servers too",
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server, vCenter servers: the host of the master target, or its vCenter, must be listed there with a recent discovery. The master target itself must list datastores.',
  mend: 'Add the ESXi host of the master target, or its vCenter, to the configuration server, and wait up to 20 minutes for the discovery. Mount the datastore of the old machine on that host for reading and writing. Or say what you saw, at the host: `known { discovered: true }`',
  message: (params) =>
    params.kind === 'reach'
      ? `The old machine '${params.vm}' lies on ${listed(params.missing)}, on a host without vCenter, and ${params.host === undefined ? `the host of '${params.target}'` : `'${params.host}', the host of '${params.target}',`} does not mount ${params.missing.length === 1 ? 'it' : 'them'} for reading and writing; it mounts ${listed(params.reached)}. The master target has to write into the disks.`
      : `The host${params.host === undefined ? '' : ` '${params.host}'`} of the master target '${params.target}' has not been discovered${params.isSaid ? '' : ', for the vault lists no datastore of it'}. '${params.vm}' has no vCenter of its own through which it could be, and cannot be reprotected before.`,
  check: eachMachineTelling((frame) => (subject, tell) => {
    const { machine, masterTarget } = subject;
    if (masterTarget === undefined || !mayRunInAzure(subject)) return;
    if (!isOnBareHost(subject, frame) && !wasPhysical(subject)) return;
    const ask = (fact: string, at: typeof machine.at) => ({ subject: machine.name, at, fact, how: frame.howToCapture });
    const reached = becomesNewMachine(subject) ? undefined : oldDisksReached(subject);
    if (reached !== undefined)
      tell(verdictOn<Params>(ask('datastores in reach of the master target', datastorePlace(machine)), asOwn(reached)));
    const at = machine.via === undefined ? machine.at : machine.via.at;
    tell(verdictOn(ask('discovery of the host of the master target', at), discovered(machine.name, masterTarget)));
  }),
});

function asOwn(outcome: Outcome<OutOfReach>): Outcome<Params> {
  return outcome.kind === 'broken' ? { ...outcome, params: { kind: 'reach', ...outcome.params } } : outcome;
}

/** The service lists the datastores of a master target once it has discovered the host. */
function discovered(vm: string, { name, captured, host }: MasterTargetSeen): Outcome<Params> {
  const params = (isSaid: boolean) => ({ kind: 'discovery', vm, target: name, host: host?.name, isSaid }) as const;
  if (captured.seen !== undefined)
    return captured.seen.datastores.length > 0 ? holds(captured.seen) : broken<Params>(params(false), [captured.seen]);
  const known = host?.declared === undefined ? [] : host.declared.known;
  return (
    bySaying<Params>(known, 'discovered', true, () => params(true)) ??
    unknown('reason' in captured ? captured.reason : undefined)
  );
}
