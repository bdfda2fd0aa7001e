import type { CapturedAzureVm, CapturedItem } from '../../inventory/inventory.ts';
import { type Bytes, hours } from '../../quantity.ts';
import type { Architecture } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { hasDisks, noDisks } from '../disk-count.ts';
import type { Frame } from '../frame.ts';
import { eachAzureVm } from '../judge.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed, sized } from '../words.ts';
import { cannotBeToldApart, inAzure } from './added-disks.ts';

type Params = { readonly vm: string; readonly architecture: Architecture } & (
  | { readonly kind: 'told'; readonly disks: readonly string[] }
  | { readonly kind: 'grown' | 'shrunk'; readonly was: Bytes; readonly is: Bytes }
);

export const diskResizedInAzure = defineRule<Params>({
  code: 'FB039',
  title: 'Disk was resized in Azure',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a disk that shrank is not supported; one that grew is a warning, since it comes home, but on classic in a new machine.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.supportMatrix,
    says: 'where a disk of the Azure machine was resized after the failover, Site Recovery creates a new machine at failback (written for classic); making a disk smaller is not supported',
    confidence: 'documented',
  },
  byHand:
    'Compare the sizes of the disks of the Azure machine with those of its replicated item, under Disks.\naz vm show --ids ID --query "storageProfile.dataDisks[].{name:name, sizeGB:diskSizeGb}"',
  mend: 'Where a disk grew, plan for a new machine and a full copy, or move what is new to another place and recreate the disk in its old size. A disk cannot be made smaller: copy its data to one of the old size.',
  message: (params) => messageOf(params),
  check: eachAzureVm<Params>({ fact: 'sizes of the disks' }, (vm, { machine, item }, frame) => {
    if (item.seen === undefined || !hasDisks(item.seen)) return unknown(noDisks(machine.name));
    return judged(vm, item.seen, machine.name, frame);
  }),
});

function judged(vm: CapturedAzureVm, item: CapturedItem, name: string, { runbook }: Frame): Outcome<Params> {
  const base = { vm: name, architecture: runbook.architecture.value };
  const resized = item.disks.filter((disk) => disk.resized === true).map((disk) => disk.name);
  if (resized.length > 0) return broken({ ...base, kind: 'told', disks: resized }, [item], { severity: 'warning' });
  const was = item.disks.filter(({ isOs }) => !isOs).map(({ capacityBytes }) => inAzure(capacityBytes));
  const is = vm.dataDisks.map(({ sizeBytes }) => sizeBytes);
  if (was.length !== is.length || [...was, ...is].includes(0)) {
    // Disks that came or went are FB033's and FB034's; who compares sizes then compares other disks.
    return item.disks.every((disk) => disk.resized === false)
      ? holds(vm, item)
      : unknown(cannotBeToldApart(name), {
          severity: 'warning',
        });
  }
  if (was.every((size, at) => size === is[at])) return holds(vm, item);
  // The names of the service's copies follow no rule, so the sizes are compared as they stand in order.
  const [before, after] = [was.toSorted(bySize), is.toSorted(bySize)];
  const pairs = before.map((size, at) => ({ was: size, is: after[at] ?? size }));
  const shrunk = pairs.find((pair) => pair.is < pair.was);
  if (shrunk !== undefined) return broken({ ...base, kind: 'shrunk', ...shrunk }, [vm, item]);
  const grown = pairs.find((pair) => pair.is > pair.was);
  if (grown !== undefined) return broken({ ...base, kind: 'grown', ...grown }, [vm, item], { severity: 'warning' });
  return holds(vm, item);
}

function bySize(one: Bytes, other: Bytes): number {
  return one - other;
}

function messageOf(params: Params): string {
  const { vm, architecture, kind } = params;
  const then =
    architecture === 'classic'
      ? 'Site Recovery then creates a new machine at failback, with a full copy.'
      : 'On classic Site Recovery then creates a new machine; what it does on modernized is documented nowhere.';
  if (kind === 'told')
    return `${listed(params.disks)} of '${vm}' no longer ${params.disks.length === 1 ? 'has' : 'have'} the size that was replicated. ${then}`;
  if (kind === 'grown')
    return `A data disk of '${vm}' was ${sized(params.was)} when it was replicated, and is ${sized(params.is)} in Azure. ${then}`;
  return `A data disk of '${vm}' was ${sized(params.was)} when it was replicated, and is ${sized(params.is)} in Azure. A disk that shrank is not supported: its replication may be refused.`;
}
