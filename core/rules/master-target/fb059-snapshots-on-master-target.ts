import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachTargetMachine } from '../judge.ts';
import { broken, declared, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { counted, listed } from '../words.ts';

interface Params {
  readonly target: string;
  readonly count: number;
  /** Names, where they were captured. */
  readonly names: readonly string[];
}

export const snapshotsOnMasterTarget = defineRule<Params>({
  code: 'FB059',
  title: 'Master target has snapshots',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'reprotect and failback fail while its disks have any; only those of the returning machine are merged.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: "the master target server shouldn't have any snapshots on its disks, otherwise reprotection and failback won't work",
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand: 'In the vSphere client, open the master target, Snapshots. In PowerCLI:\nGet-VM NAME | Get-Snapshot',
  mend: 'Delete the snapshots of the master target, and leave it out of whatever takes snapshots, image backups among them, until the last machine is home. Or say what you know: `known { snapshots: 0 }`',
  message: ({ target, count, names }) =>
    `The master target '${target}' has ${counted(count, 'snapshot')}${names.length === 0 ? '' : ` (${listed(names, 3)})`}. Reprotect attaches the disks of the returning machines to it, and fails on a machine with snapshots.`,
  reads: [],
  check: eachTargetMachine(
    {
      fact: 'snapshots',
      declared: ({ name, target }) => {
        const said = knownFact(target.known, 'snapshots');
        if (said === undefined) return undefined;
        const count = Number(said.value);
        return count > 0 ? broken({ target: name, count, names: [] }, [], { at: said.at }) : declared();
      },
    },
    (machine, { name }) => {
      const { snapshots } = machine;
      return snapshots.length === 0
        ? holds(machine)
        : broken({ target: name, count: snapshots.length, names: snapshots }, [machine]);
    },
  ),
});
