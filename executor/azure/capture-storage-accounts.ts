import type { Inventory } from '../../core/inventory/inventory.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';

const API_VERSION = '2023-01-01';

type StorageAccount = NonNullable<Inventory['storageAccounts']>[number];

interface Row {
  readonly id: string;
  readonly location?: string;
  readonly kind?: string;
  readonly sku?: { readonly name?: string };
}

/**
 * The log storage accounts that somebody names. A vault does not list its accounts: those of the subscription are
 * listed once and chosen by name or id, and an id from elsewhere is read by itself.
 */
export async function captureStorageAccounts(
  session: ArmSession,
  rest: ArmRest,
  wanted: readonly string[],
): Promise<StorageAccount[]> {
  if (wanted.length === 0) return [];
  const folded = new Set(wanted.map((one) => one.toLowerCase()));
  const seenAt = session.clock.now().toISOString();
  const here = (await reading(session, 'the storage accounts of the subscription', () =>
    rest.list(`/subscriptions/${session.subscription}/providers/Microsoft.Storage/storageAccounts`, API_VERSION),
  )) as readonly Row[];
  const found = new Map<string, Row>();
  for (const row of here)
    if (folded.has(row.id.toLowerCase()) || folded.has(lastSegment(row.id).toLowerCase()))
      found.set(row.id.toLowerCase(), row);
  for (const id of folded) {
    if (!id.startsWith('/') || found.has(id)) continue;
    const row = await reading(session, `storage account '${lastSegment(id)}'`, () => rest.get(id, API_VERSION));
    if (row !== undefined) found.set(id, row as Row);
  }
  return [...found.values()].map((row) => storageAccount(row, seenAt));
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
