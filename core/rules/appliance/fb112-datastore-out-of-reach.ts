import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import type { Datastore } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { datastorePlace } from '../decisions.ts';
import { eachMachine } from '../judge.ts';
import { oldPlaceOf } from '../old-place.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { ApplianceSeen } from '../site-in-play.ts';
import { type MachineInPlay, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly vm: string;
  readonly appliance: string;
  /** Undefined: the runbook names none. */
  readonly datastore: string | undefined;
  readonly reached: readonly string[];
}

export const datastoreOutOfReach = defineRule<Params>({
  code: 'FB112',
  title: "Datastore out of the appliance's reach",
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the appliance writes the disks, and cannot write where it cannot reach.',
  architecture: 'modernized',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.modernizedOverview,
    says: 'the datastore must be accessible to the appliance, for reading and writing; it lists those it reaches',
    confidence: 'documented',
  },
  byHand:
    'In the vault, start Re-protect for the machine and open the list of datastores without confirming: it has those the appliance reaches.',
  mend: "Mount the datastore on the appliance's host, or choose one that it reaches.",
  message: ({ vm, appliance, datastore, reached }) =>
    datastore === undefined
      ? `'${vm}' comes home as a new machine, and the runbook names no datastore for it. Reprotect needs one that '${appliance}' reaches.`
      : `'${appliance}' does not reach '${datastore}'; it reaches ${listed(reached)}. It writes the disks of '${vm}', so reprotect would fail.`,
  check: eachMachine('datastores in reach', judge),
  fix({ vm, reached }, at, context) {
    const found = situationOf(context).machines.find(({ machine }) => machine.name === vm);
    if (found === undefined || found.machine.datastore === undefined) return undefined;
    const choice = bestChoice(found, context.runbook.datastores, reached);
    if (choice === undefined) return undefined;
    return { title: `Take the datastore '${choice.name}'`, edits: [{ range: at, newText: choice.name }] };
  },
});

function judge(subject: MachineInPlay): Outcome<Params> | undefined {
  const { machine, appliance } = subject;
  if (appliance === undefined) return undefined;
  const at = datastorePlace(machine);
  const wanted = wantedDatastore(subject);
  if (wanted === undefined && machine.location.value === 'alternate')
    return broken(
      { vm: machine.name, appliance: appliance.name, datastore: undefined, reached: reachOf(appliance) },
      [],
    );
  if (wanted === undefined) return unknown(`the datastore of the old machine '${machine.name}' is not known`);
  const { captured } = appliance;
  const params = { vm: machine.name, appliance: appliance.name, datastore: wanted };
  if ('reason' in captured) {
    const reached = declaredReach(appliance);
    if (reached.length === 0) return unknown(captured.reason, { at });
    return includes(reached, wanted) ? declared({ at }) : broken({ ...params, reached }, [], { at });
  }
  const { accessibleDatastores: reached } = captured.seen;
  return includes(reached, wanted) ? holds(captured.seen) : broken({ ...params, reached }, [captured.seen], { at });
}

/** As written; at the original location, where the service takes the old machine's, else as discovered. */
function wantedDatastore(subject: MachineInPlay): string | undefined {
  if (subject.machine.datastore !== undefined) return subject.machine.datastore.value.datastoreName;
  if (subject.machine.location.value === 'alternate') return undefined;
  const [first] = oldDatastores(subject);
  return first;
}

function oldDatastores(subject: MachineInPlay): readonly string[] {
  const place = oldPlaceOf(subject);
  return place === undefined ? [] : place.datastores;
}

function reachOf(appliance: ApplianceSeen): readonly string[] {
  return 'reason' in appliance.captured ? declaredReach(appliance) : appliance.captured.seen.accessibleDatastores;
}

function declaredReach({ appliance }: ApplianceSeen): readonly string[] {
  return appliance.datastores.map(({ value }) => value.datastoreName);
}

function includes(reached: readonly string[], wanted: string): boolean {
  return reached.some((name) => sameName(name, wanted));
}

/** The old machine's own datastore where it is in reach, else the only one that is. */
function bestChoice(
  subject: MachineInPlay,
  datastores: readonly Datastore[],
  reached: readonly string[],
): Datastore | undefined {
  const choices = datastores.filter(({ datastoreName }) => includes(reached, datastoreName));
  const old = subject.machine.location.value === 'original' ? oldDatastores(subject) : [];
  const own = choices.find(({ datastoreName }) => includes(old, datastoreName));
  return own ?? (choices.length === 1 ? choices[0] : undefined);
}
