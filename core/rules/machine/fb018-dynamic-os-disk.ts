import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

export const dynamicOsDisk = defineRule<{ vm: string }>({
  code: 'FB018',
  title: 'Disk of the Windows system is a dynamic one',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a machine whose system disk is dynamic does not start after failover. Not knowing is a warning only, since it did start in Azure.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.supportMatrix,
    says: 'the disk of the operating system must be a basic disk; data disks may be dynamic',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'In Windows, open Disk Management: the disk of the system must be called Basic. In PowerShell, the partitions of a dynamic disk are of the type Logical Disk Manager:\nGet-CimInstance Win32_DiskPartition | Select-Object DiskIndex, BootPartition, Type',
  mend: 'Convert the disk of the system back to a basic one, which needs a backup and a restore, and let the replication catch up. Or say what you know: `known { dynamic-os-disk: false }`',
  message: ({ vm }) =>
    `The system disk of '${vm}' is a dynamic disk. Site Recovery supports dynamic data disks only; the machine may not start on the site.`,
  check: eachMachine('kind of the system disk', (subject) => (mayRunInAzure(subject) ? judged(subject) : undefined)),
});

/** Linux has no dynamic disks; where nobody told the system, nobody can tell its disk either. */
function judged(subject: MachineInPlay): Outcome<{ vm: string }> | undefined {
  const { machine, item } = subject;
  const os = osFamilyOf(subject);
  if (os !== undefined && os.family === 'linux') return undefined;
  const disk = item.seen === undefined ? undefined : item.seen.disks.find(({ isOs }) => isOs);
  if (item.seen !== undefined && disk !== undefined && disk.configuration !== undefined)
    return /dynamic/i.test(disk.configuration) ? broken({ vm: machine.name }, [item.seen]) : holds(item.seen);
  const said = bySaying(machine.known, 'dynamic-os-disk', false, () => ({ vm: machine.name }));
  if (said === undefined || said.kind === 'declared')
    return {
      ...(said ?? unknown(`nobody told whether the system disk of '${machine.name}' is basic`)),
      severity: 'warning',
    };
  return said;
}
