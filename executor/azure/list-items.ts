import type { ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import { FailbackError } from '../../core/failback-error.ts';
import type { ItemFacts } from '../../core/run/item-facts.ts';
import type { ItemRows } from '../effects.ts';
import { LowerCase } from '../lower-case.ts';
import { made } from './arm-answer.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { JsonPicker } from './json-picker.ts';
import { PagePicker } from './page-picker.ts';
import { ITEM_ROW, itemFacts } from './read-item.ts';

/** What the SDK sends, too. */
export const API_VERSION = '2023-06-01';

const ITEMS = new JsonPicker({ value: ITEM_ROW, nextLink: true });

type SeenAgain = Omit<ItemFacts, 'seenAt'> & { seenAt: string };

/** What is remembered from look to look at the items of one vault. */
export interface ItemsMemory {
  readonly pages: PagePicker;
  readonly lower: LowerCase;
  /** What was made of each row, by the lower case of its id. */
  readonly rows: Map<string, { readonly row: unknown; readonly facts: SeenAgain }>;
}

export const noItemsYet = (): ItemsMemory => ({
  pages: new PagePicker(ITEMS),
  lower: new LowerCase(),
  rows: new Map(),
});

export interface ItemsOfVault {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly vault: string;
}

/**
 * The rows of the items list, which a run reads thousands of times. Plain requests: the SDK takes 6.8 ms of processor for a
 * page of a hundred rows, of which a run wants a dozen fields: only those are picked from the bytes. Each page is tried again by
 * itself, so that one that fails does not cost the others.
 * @throws FailbackError as any reading, and `azure-list-circles` where the pages never end
 */
export async function listItems(
  session: ArmSession,
  rest: ArmRest,
  { subscription, resourceGroup, vault }: ItemsOfVault,
  memory: ItemsMemory,
): Promise<ItemRows> {
  const what = `the items of vault '${vault}'`;
  const seenAt = session.clock.now().toISOString();
  const facts = new Map<string, ItemFacts>();
  const path = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.RecoveryServices/vaults/${vault}/replicationProtectedItems`;
  const page = <T>(one: () => Promise<T>) =>
    reading(session, what, one).catch((error) => Promise.reject(withoutVault(error, vault)));
  let pages = 0;
  for await (const rows of rest.pages(path, API_VERSION, { read: page, picker: memory.pages })) {
    pages += 1;
    for (const row of rows) {
      const item = factsOf(row as ReplicationProtectedItem, memory, seenAt, what);
      // A page that came twice, or rows that moved from one page to the next meanwhile: the later row is the newer.
      facts.set(memory.lower.of(item.id), item);
    }
  }
  return Object.assign([...facts.values()], { pages });
}

/** A row that is the same as at the last look says the same; most do while a machine waits for others. */
function factsOf(
  row: ReplicationProtectedItem | null,
  { rows, lower }: ItemsMemory,
  seenAt: string,
  what: string,
): ItemFacts {
  const id = typeof row?.id === 'string' ? lower.of(row.id) : undefined;
  const known = id === undefined ? undefined : rows.get(id);
  if (known !== undefined && known.row === row) {
    known.facts.seenAt = seenAt;
    return known.facts;
  }
  const facts: SeenAgain = made(what, () => itemFacts(row as ReplicationProtectedItem, seenAt));
  if (id !== undefined) rows.set(id, { row, facts });
  return facts;
}

/** A list that is not found has lost what it is a list of. */
function withoutVault(error: unknown, vault: string): unknown {
  if (!(error instanceof FailbackError) || error.code !== 'azure-not-found') return error;
  return new FailbackError(
    'azure-vault-gone',
    `Azure does not find the vault '${vault}': it was deleted, moved to another resource group or subscription, or this account lost sight of it.`,
    'Restore it, or the right to see it, and let the run go on:',
    { cause: error },
  );
}
