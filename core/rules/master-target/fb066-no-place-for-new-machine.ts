import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { emptyAfter } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { datastorePlace } from '../decisions.ts';
import type { Frame } from '../frame.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { oldPlaceOf } from '../old-place.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, situationOf } from '../situation.ts';
import type { QuickFix, RuleContext } from '../verdict.ts';
import { listed } from '../words.ts';
import { anotherThatReaches, becomesNewMachine, includes, isWritten, reachOf, wasPhysical } from './reach.ts';

type Params =
  | { readonly kind: 'physical'; readonly vm: string }
  | { readonly kind: 'not-named'; readonly vm: string }
  | { readonly kind: 'type'; readonly vm: string; readonly datastore: string; readonly type: string }
  | {
      readonly kind: 'reach';
      readonly vm: string;
      readonly datastore: string;
      readonly target: string;
      readonly host: string | undefined;
      readonly reached: readonly string[];
    };

/** @source concepts-types-of-failback: a new machine is created on a VMFS or vSAN datastore only. */
const FIT_FOR_NEW_DISKS = /^(?:vmfs|vsan)/i;

export const noPlaceForNewMachine = defineRule<Params>({
  code: 'FB066',
  title: 'No place for the machine on the host of the master target',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the request needs the name of a datastore, and a new machine is made there, on the host of the master target.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.typesOfFailback,
    says: 'at an alternate location the machine is made on the ESXi host of the master target, on the datastore that is chosen at reprotect, VMFS or vSAN only; a physical server always goes this way. A datastore must be given even where it is ignored because the disks exist',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vault, start Re-protect for the machine and open the list of datastores without confirming: it has those of the host of the chosen master target.',
  mend: 'Write `datastore:` with a VMFS or vSAN datastore that the host of the master target mounts for reading and writing; for a physical server write `location: alternate`.',
  message: (params) => {
    switch (params.kind) {
      case 'physical':
        return `'${params.vm}' was a physical server, so there is no old machine to return into. It comes home as a new VMware machine at an alternate location.`;
      case 'not-named':
        return `The runbook names no datastore for '${params.vm}', which comes home as a new machine. Reprotect needs one of the host of its master target.`;
      case 'type':
        return `'${params.datastore}' is of the type '${params.type}', and '${params.vm}' comes home as a new machine. The service makes new disks on VMFS and vSAN only, so reprotect fails.`;
      case 'reach':
        return `'${params.vm}' comes home as a new machine on ${params.host === undefined ? 'the host' : `'${params.host}', the host`} of '${params.target}', which does not mount '${params.datastore}' for reading and writing; it mounts ${listed(params.reached)}. The disks can only be made where that host can write.`;
    }
  },
  check: eachMachine('datastores in reach of the master target', (subject, frame) => {
    const outcome = mayRunInAzure(subject) ? judged(subject, frame) : undefined;
    return outcome && { at: datastorePlace(subject.machine), ...outcome };
  }),
  fix: (params, at, context) => fixFor(params, at, context),
});

function judged(subject: MachineInPlay, frame: Frame): Outcome<Params> | undefined {
  const { machine, item } = subject;
  const vm = machine.name;
  if (wasPhysical(subject) && machine.location.value === 'original') {
    const seen = machine.source.value === 'physical' || item.seen === undefined ? [] : [item.seen];
    return broken<Params>({ kind: 'physical', vm }, seen, { at: machine.location.at });
  }
  if (becomesNewMachine(subject)) return placeForNew(subject, frame);
  if (machine.datastore !== undefined)
    return item.seen === undefined || item.seen.discoveryType === undefined ? declared() : holds(item.seen);
  const place = oldPlaceOf(subject);
  return place === undefined ? unknown(`nobody named or captured a datastore for '${vm}'`) : holds(place.seen);
}

function placeForNew(subject: MachineInPlay, { world }: Frame): Outcome<Params> | undefined {
  const { machine, masterTarget } = subject;
  const vm = machine.name;
  if (machine.unresolved.includes('datastore')) return undefined;
  if (machine.datastore === undefined) return broken<Params>({ kind: 'not-named', vm }, []);
  const written = machine.datastore.value;
  const datastore = written.datastoreName;
  const captured = world === undefined ? undefined : world.datastore(datastore);
  const type = captured === undefined ? written.type?.value : captured.type;
  const lookedAt = captured === undefined ? [] : [captured];
  if (type !== undefined && !FIT_FOR_NEW_DISKS.test(type))
    return broken<Params>({ kind: 'type', vm, datastore, type }, lookedAt);
  if (masterTarget === undefined) return undefined;
  const reach = reachOf(masterTarget);
  if (reach === undefined)
    return unknown(`nobody captured the datastores that the host of '${masterTarget.name}' mounts`);
  const seen = reach.seen === undefined ? [] : [reach.seen];
  if (!includes(reach.datastores, datastore)) {
    const { name: target, host } = masterTarget;
    return broken<Params>({ kind: 'reach', vm, datastore, target, host: host?.name, reached: reach.datastores }, seen);
  }
  if (reach.proves && captured !== undefined) return holds(...seen, captured);
  return isWritten(masterTarget, [datastore])
    ? declared()
    : unknown(`nobody captured whether the host of '${masterTarget.name}' can write to '${datastore}'`);
}

function fixFor(params: Params, at: QuickFix['edits'][number]['range'], context: RuleContext): QuickFix | undefined {
  const found = situationOf(context).machines.find(({ machine }) => machine.name === params.vm);
  if (found === undefined) return undefined;
  if (params.kind === 'physical') return elsewhere(found);
  if (params.kind !== 'reach' || found.masterTarget === undefined) return undefined;
  const choices = context.runbook.datastores.filter(({ datastoreName }) => includes(params.reached, datastoreName));
  const [only] = choices;
  if (only !== undefined && choices.length === 1)
    return { title: `Take the datastore '${only.name}'`, edits: [{ range: at, newText: only.name }] };
  const other = anotherThatReaches(context, found.masterTarget, [params.datastore]);
  if (other === undefined || found.machine.via === undefined) return undefined;
  return { title: `Come home through '${other.name}'`, edits: [{ range: found.machine.via.at, newText: other.name }] };
}

/** Where the location is written it is exchanged; where it is only implied, it is added behind the source. */
function elsewhere({ machine }: MachineInPlay): QuickFix | undefined {
  const { location, source, at, defaulted } = machine;
  const title = 'Come home as a new machine';
  const isWritten = location.at.start.line !== at.start.line || location.at.start.character !== at.start.character;
  if (isWritten && !defaulted.some((key) => sameName(key, 'location')))
    return { title, edits: [{ range: location.at, newText: 'alternate' }] };
  if (source.value !== 'physical') return undefined;
  const place = emptyAfter(source.at);
  return { title, edits: [{ range: place, newText: '  location: alternate' }] };
}
