import type { ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import type { ItemFacts } from '../../core/run/item-facts.ts';
import { made } from './arm-answer.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { itemFacts } from './read-item.ts';

/** What the SDK sends, too. */
const API_VERSION = '2023-06-01';

export interface ItemsOfVault {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly vault: string;
}

/**
 * The rows of the items list, which a run reads thousands of times. Plain requests: the SDK takes 6.8 ms of processor for a
 * page of a hundred rows, of which a run wants a dozen fields, and `JSON.parse` takes 0.6 ms. Each page is tried again by
 * itself, so that one that fails does not cost the others.
 * @throws FailbackError as any reading, and `azure-list-circles` where the pages never end
 */
export async function listItems(
  session: ArmSession,
  rest: ArmRest,
  { subscription, resourceGroup, vault }: ItemsOfVault,
): Promise<readonly ItemFacts[]> {
  const what = `the items of vault '${vault}'`;
  const seenAt = session.clock.now().toISOString();
  const facts = new Map<string, ItemFacts>();
  const path = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.RecoveryServices/vaults/${vault}/replicationProtectedItems`;
  for await (const rows of rest.pages(path, API_VERSION, (read) => reading(session, what, read)))
    for (const row of rows) {
      const item = made(what, () => itemFacts(row as ReplicationProtectedItem, seenAt));
      // A page that came twice, or rows that moved from one page to the next meanwhile: the later row is the newer.
      facts.set(item.id.toLowerCase(), item);
    }
  return [...facts.values()];
}
