import type { CapturedAzureVm, CapturedItem } from '../../inventory/inventory.ts';
import { type Bytes, GiB } from '../../quantity.ts';

/** What the data disks of a machine in Azure are beside those that replicate. */
export type AddedDisks =
  | { readonly kind: 'none' }
  | { readonly kind: 'added'; readonly names: readonly string[] }
  /** As many, or fewer; but not of the same sizes, so one may have taken the place of another. */
  | { readonly kind: 'unclear' };

/**
 * The names of the service's copies follow no rule, so disks are told apart by number and size: what is more was added,
 * and new disks get the next number. One that the service itself calls resized may have any size.
 */
export function addedDisks({ dataDisks }: CapturedAzureVm, { disks }: CapturedItem): AddedDisks {
  const replicated = disks.filter(({ isOs }) => !isOs);
  const surplus = dataDisks.length - replicated.length;
  if (surplus > 0) {
    const byNumber = dataDisks.toSorted((one, other) => one.lun - other.lun);
    return { kind: 'added', names: byNumber.slice(-surplus).map(({ name }) => name) };
  }
  const left = replicated.filter(({ resized }) => resized !== true).map((disk) => inAzure(disk.capacityBytes));
  let strangers = 0;
  for (const { sizeBytes } of dataDisks) {
    const match = left.indexOf(sizeBytes);
    if (match === -1) strangers += 1;
    else left.splice(match, 1);
  }
  const resized = replicated.filter((disk) => disk.resized === true).length;
  return { kind: strangers > resized ? 'unclear' : 'none' };
}

/** Azure makes disks of whole GiB, so a copy may be larger than its original by less than one. */
export function inAzure(capacity: Bytes): Bytes {
  return Math.ceil(capacity / GiB(1)) * GiB(1);
}

/** A clause: why nobody can tell. */
export function cannotBeToldApart(vm: string): string {
  return `the disks of '${vm}' in the vault and in Azure cannot be told apart by their sizes`;
}
