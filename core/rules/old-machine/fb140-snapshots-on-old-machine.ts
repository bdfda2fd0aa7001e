import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachOldMachine } from '../judge.ts';
import { broken, declared, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { counted, listed } from '../words.ts';

interface Params {
  readonly vm: string;
  readonly count: number;
  /** Names, where they were captured. */
  readonly names: readonly string[];
}

export const snapshotsOnOldMachine = defineRule<Params>({
  code: 'FB140',
  title: 'Old machine has snapshots',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'the first article says that reprotect fails on snapshots, a later one that it merges them; both leave less room and take time.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.reprotect,
    says: 'snapshots of the machine are merged automatically during the reprotect job (2021); the article of 2016 says that reprotect fails while there are any',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand: 'In the vSphere client, open the old machine, Snapshots.',
  mend: 'Delete the snapshots of the old machine before reprotect, or accept that the job merges them. Or say what you know: `known { snapshots: 0 }`',
  message: ({ vm, count, names }) =>
    `The old machine of '${vm}' has ${counted(count, 'snapshot')}${names.length === 0 ? '' : ` (${listed(names, 3)})`}. Reprotect merges them by one article and fails on them by another; merging takes time and room on the datastore.`,
  check: eachOldMachine(
    {
      fact: 'snapshots of the old machine',
      declared: ({ machine }) => {
        const said = knownFact(machine.known, 'snapshots');
        if (said === undefined) return undefined;
        const count = Number(said.value);
        return count > 0 ? broken({ vm: machine.name, count, names: [] }, [], { at: said.at }) : declared();
      },
    },
    (captured, { machine }) => {
      const { snapshots } = captured;
      return snapshots.length === 0
        ? holds(captured)
        : broken({ vm: machine.name, count: snapshots.length, names: snapshots }, [captured]);
    },
  ),
});
