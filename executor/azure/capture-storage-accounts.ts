import { z } from 'zod';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { maybe, readRows, text } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';

const API_VERSION = '2023-01-01';

type StorageAccount = NonNullable<Inventory['storageAccounts']>[number];

const row = z.object({
  id: text.min(1),
  location: maybe,
  kind: maybe,
  sku: z.object({ name: maybe }).nullish(),
});

type Row = z.output<typeof row>;

/**
 * The log storage accounts that somebody names. A vault does not list its accounts: those of the subscription are
 * listed once and chosen by name or id, and an id from elsewhere is read by itself.
 */
export async function captureStorageAccounts(
  session: ArmSession,
  rest: ArmRest,
  wanted: readonly string[],
  seenAt: string,
): Promise<StorageAccount[]> {
  if (wanted.length === 0) return [];
  const folded = new Set(wanted.map((one) => one.toLowerCase()));
  const what = 'the storage accounts of the subscription';
  const path = `/subscriptions/${session.subscription}/providers/Microsoft.Storage/storageAccounts`;
  const here = readRows(row, await reading(session, what, () => rest.list(path, API_VERSION)), what);
  const found = new Map<string, Row>();
  for (const one of here)
    if (folded.has(one.id.toLowerCase()) || folded.has(lastSegment(one.id).toLowerCase()))
      found.set(one.id.toLowerCase(), one);
  for (const id of folded) {
    if (!id.startsWith('/') || found.has(id)) continue;
    const alone = await reading(session, `storage account '${lastSegment(id)}'`, () => rest.get(id, API_VERSION));
    const [one] = alone === undefined ? [] : readRows(row, [alone], `storage account '${lastSegment(id)}'`);
    if (one !== undefined) found.set(id, one);
  }
  return [...found.values()].map((one) => storageAccount(one, seenAt));
}

function storageAccount({ id, location, kind, sku }: Row, seenAt: string): StorageAccount {
  return {
    id,
    name: lastSegment(id),
    location: location ?? '',
    ...(kind === undefined ? {} : { kind }),
    ...(sku?.name === undefined ? {} : { sku: sku.name }),
    seenAt,
  };
}
