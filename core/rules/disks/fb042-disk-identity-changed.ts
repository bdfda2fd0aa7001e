import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const diskIdentityChanged = defineRule<SpokenStep>({
  code: 'FB042',
  title: 'Step changes the identity of a disk',
  kind: 'guard',
  severity: 'warning',
  severityBecause:
    'a disk that changes its identity is replicated no more; but the step is known by its words only, and may mean something harmless.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.supportMatrix,
    says: 'converting a disk between MBR and GPT, renaming a device on Linux, and adding or removing disks of a running machine break the replication',
    confidence: 'documented',
  },
  byHand:
    'Inside the machine, compare disks and their partition tables with what they were at the failover. On Windows (PowerShell), then on Linux:\nGet-Disk | Select-Object Number, PartitionStyle, UniqueId\nlsblk -o NAME,PTTYPE,UUID,SERIAL',
  mend: 'Leave the disks as they are until the machine is home and committed; convert them then.',
  message: ({ words }) =>
    `The step '${words}' changes what a disk is known by, while the machine replicates. Its replication breaks, and it starts anew with a full copy or not at all.`,
  reads: [],
  check: noStepSays(
    'steps that change disks',
    /\bmbr2gpt\b|\bconvert\w*\b.*\b(?:gpt|mbr|dynamic|basic)\b|\brenam\w*\b.*\b(?:device|disk|volume group|dev)\b|\b(?:hot\s*)?(?:add|remov|detach|attach)\w*\b.*\bdisks?\b.*\b(?:running|azure|hot|online)\b/i,
    ({ when, stage }) => stage === 'reprotect' || (stage === 'failover' && when === 'before'),
  ),
});
