import type { Bytes } from '../quantity.ts';

/** Names in single quotes, the first few of them: `'a', 'b' and 3 more`. */
export function listed(names: readonly string[], atMost = 5): string {
  const shown = names.slice(0, atMost).map((name) => `'${name}'`);
  const hidden = names.length - shown.length;
  if (hidden > 0) return `${shown.join(', ')} and ${hidden} more`;
  const last = shown.pop();
  return shown.length === 0 ? (last ?? 'nothing') : `${shown.join(', ')} and ${last}`;
}

/** `1 disk`, `61 disks`; `2 addresses` where the plural is another word. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return count === 1 ? `1 ${noun}` : `${count} ${plural}`;
}

/** An amount of storage or memory, in powers of 1,024 as the plan and the report tell it: `512 GiB`, `1.5 TiB`. */
export function sized(bytes: Bytes): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const amount = bytes / 1024 ** power;
  return `${amount >= 100 || Number.isInteger(amount) ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
}
