import { sameName } from '../../inventory/world.ts';
import { TEMPORARY_VOLUME } from '../../plan/classic-bodies.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const temporaryDiskReturns = defineRule<{ vm: string }>({
  code: 'FB036',
  title: "Azure's temporary disk returns as well",
  kind: 'guard',
  severity: 'warning',
  severityBecause: 'it costs a disk on the site and the time to copy it; nothing on it was meant to last.',
  architecture: 'classic',
  decidedBy: ['text', 'run'],
  timeToLive: undefined,
  source: {
    ...articles.recordedClassicReprotect,
    says: `Microsoft's client leaves the temporary disk out of each reprotect: the volume labelled '${TEMPORARY_VOLUME}', if it is the only volume of its disk`,
    confidence: 'observed',
  },
  byHand: `In the Azure machine, look at the temporary disk: one volume, labelled '${TEMPORARY_VOLUME}'.\nGet-Volume -FileSystemLabel '${TEMPORARY_VOLUME}' | Get-Partition | Get-Disk | Get-Partition`,
  mend: `Label the volume '${TEMPORARY_VOLUME}' again and remove other volumes from that disk before reprotect; move what shall last to another disk.`,
  details: `The reprotect that the plan holds leaves out the volume labelled '${TEMPORARY_VOLUME}' if it is alone on its disk, so this rule holds unless somebody says that the disk was changed: \`known { temporary-disk: changed }\`. The service finds the disk by that label only.`,
  message: ({ vm }) =>
    `The temporary disk of the Azure machine of '${vm}' was relabelled or has other volumes. Reprotect leaves it out by its label '${TEMPORARY_VOLUME}' and if it has no other volume, so it will be replicated home like any disk.`,
  check: eachMachine('temporary disk in the request to reprotect', ({ machine }) => {
    const said = knownFact(machine.known, 'temporary-disk');
    if (said === undefined || sameName(String(said.value), 'as-delivered')) return holds();
    return broken({ vm: machine.name }, [], { at: said.at });
  }),
});
