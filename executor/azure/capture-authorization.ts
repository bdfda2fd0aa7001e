import { z } from 'zod';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { maybeList, readRows, text } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';

type Lock = NonNullable<Inventory['locks']>[number];
type Rights = NonNullable<Inventory['rights']>[number];

const lockRow = z.object({ id: text.min(1), name: text, properties: z.object({ level: text }) });
const permissionRow = z.object({ actions: z.array(text), notActions: maybeList(text) });

const LOCKS = '/providers/Microsoft.Authorization/locks/';

/** Locks that bear on these resource groups: on the subscription, on a group, or on something in it. One list a subscription. */
export async function captureLocks(
  session: ArmSession,
  rest: ArmRest,
  groups: readonly string[],
  seenAt: string,
): Promise<Lock[]> {
  const subscriptions = new Set(groups.map((group) => group.split('/')[2] ?? session.subscription));
  const lists = await Promise.all(
    [...subscriptions].map(async (subscription) => {
      const path = `/subscriptions/${subscription}/providers/Microsoft.Authorization/locks`;
      const what = `the locks of subscription '${subscription}'`;
      return readRows(lockRow, await reading(session, what, () => rest.list(path, '2020-05-01')), what);
    }),
  );
  const bearing = (scope: string) =>
    !/\/resourceGroups\//i.test(scope) ||
    groups.some((group) => `${scope.toLowerCase()}/`.startsWith(`${group.toLowerCase()}/`));
  return lists
    .flat()
    .map(({ id, name, properties }) => ({ id, name, level: properties.level, scope: scopeOf(id), seenAt }))
    .filter(({ scope }) => bearing(scope));
}

/** A lock's scope is what its id begins with. */
function scopeOf(id: string): string {
  const at = id.toLowerCase().lastIndexOf(LOCKS.toLowerCase());
  return at === -1 ? id : id.slice(0, at);
}

/** What whoever signed in may do in these resource groups; one list for each. */
export async function captureRights(
  session: ArmSession,
  rest: ArmRest,
  groups: readonly string[],
  seenAt: string,
): Promise<Rights[]> {
  return Promise.all(
    groups.map(async (scope) => {
      const what = `the permissions in '${lastSegment(scope)}'`;
      const path = `${scope}/providers/Microsoft.Authorization/permissions`;
      const rows = readRows(permissionRow, await reading(session, what, () => rest.list(path, '2022-04-01')), what);
      return { scope, permissions: rows.map(({ actions, notActions }) => ({ actions, notActions })), seenAt };
    }),
  );
}
