import type { Inventory } from '../../core/inventory/inventory.ts';
import { ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import { onlyIfCaptured } from './never-captured.ts';

type Lock = NonNullable<Inventory['locks']>[number];
type Rights = NonNullable<Inventory['rights']>[number];

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Authorization';
const group = `${subscription}/resourceGroups/{group}`;

/** Microsoft.Authorization: locks, and what whoever captured may do. */
export function authorizationRoutes(estate: Estate): readonly Route[] {
  const { locks, rights } = estate.inventory;
  const below = (scope: string) =>
    (locks ?? [])
      .filter((lock) => `${lock.scope}/`.toLowerCase().startsWith(`${scope}/`.toLowerCase()))
      .map(renderLock);
  const listLocks = onlyIfCaptured(locks, 'Microsoft.Authorization/locks/read', (call) => page(below(scopeOf(call))));
  const listRights = onlyIfCaptured(rights, 'Microsoft.Authorization/permissions/read', (call) =>
    ok({ value: permissions(rights ?? [], scopeOf(call)) }),
  );
  return [
    ['GET', `${subscription}/${provider}/locks`, listLocks],
    ['GET', `${group}/${provider}/locks`, listLocks],
    ['GET', `${subscription}/${provider}/permissions`, listRights],
    ['GET', `${group}/${provider}/permissions`, listRights],
  ];
}

function scopeOf(call: Call): string {
  const scope = `/subscriptions/${call.path.subscription}`;
  return call.path.group === undefined ? scope : `${scope}/resourceGroups/${call.path.group}`;
}

function renderLock(lock: Lock) {
  return {
    id: lock.id,
    name: lock.name,
    type: 'Microsoft.Authorization/locks',
    properties: { level: lock.level },
  };
}

/** Rights on a scope hold for all below it. */
function permissions(rights: readonly Rights[], scope: string) {
  return rights
    .filter((one) => `${scope}/`.toLowerCase().startsWith(`${one.scope}/`.toLowerCase()))
    .flatMap((one) => one.permissions)
    .map((one) => ({ ...one, dataActions: [], notDataActions: [] }));
}
