import { type Bytes, GiB } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { type OsFamily, osFamilyOf } from '../os-family.ts';
import { broken, declared, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { sized } from '../words.ts';

const MiB = (count: number): Bytes => (count * GiB(1)) / 1024;

/** @source support matrix: 500 MB on Windows; on Linux 250 MB for the installation and 2 GB on the root. */
const NEEDED: Record<OsFamily['family'], Bytes> = { windows: MiB(500), linux: GiB(2) + MiB(250) };

export const noRoomForAgent = defineRule<{ vm: string; free: Bytes; needed: Bytes }>({
  code: 'FB137',
  title: 'No room for the agent in the machine',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause: 'the agent runs already; it needs the room when it is upgraded or installed anew to protect again.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.supportMatrix,
    says: 'the mobility agent needs 500 MB on Windows; on Linux 250 MB where it is installed, and 2 GB on the root',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand: 'Inside Windows (PowerShell), then inside Linux:\n(Get-PSDrive C).Free / 1MB\ndf -h / /usr/local',
  mend: 'Free room on the volume of the system, or enlarge it before reprotect. Or say what you know: `known { free-space: 5 GB }`',
  message: ({ vm, free, needed }) =>
    `'${vm}' has ${sized(free)} free on the volume of its system; the agent needs ${sized(needed)} to be upgraded or installed anew.`,
  check: eachMachine('free room on the volume of the system', (subject) => {
    if (!mayRunInAzure(subject)) return undefined;
    const { name: vm, known } = subject.machine;
    const fact = knownFact(known, 'free-space');
    if (fact === undefined || typeof fact.value !== 'number')
      return unknown(`nobody looked at the free room in '${vm}'`);
    const os = osFamilyOf(subject);
    const needed = NEEDED[os === undefined ? 'linux' : os.family];
    return fact.value >= needed ? declared() : broken({ vm, free: fact.value, needed }, [], { at: fact.at });
  }),
});
