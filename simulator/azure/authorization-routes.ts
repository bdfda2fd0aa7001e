import type { Inventory } from '../../core/inventory/inventory.ts';
import { ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';

type Lock = NonNullable<Inventory['locks']>[number];

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Authorization';
const group = `${subscription}/resourceGroups/{group}`;

/** Microsoft.Authorization: locks, and what whoever captured may do. */
export function authorizationRoutes(estate: Estate): readonly Route[] {
  const locks = estate.inventory.locks ?? [];
  const below = (scope: string) =>
    locks.filter((lock) => `${lock.scope}/`.toLowerCase().startsWith(`${scope}/`.toLowerCase())).map(renderLock);
  return [
    ['GET', `${subscription}/${provider}/locks`, (call) => page(below(scopeOf(call)))],
    ['GET', `${group}/${provider}/locks`, (call) => page(below(scopeOf(call)))],
    ['GET', `${subscription}/${provider}/permissions`, (call) => ok({ value: permissions(estate, scopeOf(call)) })],
    ['GET', `${group}/${provider}/permissions`, (call) => ok({ value: permissions(estate, scopeOf(call)) })],
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

/** Rights on a scope hold for all below it. Where nobody looked at rights, the estate grants them all. */
function permissions(estate: Estate, scope: string) {
  const { rights } = estate.inventory;
  const seen =
    rights === undefined
      ? [{ actions: ['*'], notActions: [] }]
      : rights
          .filter((one) => `${scope}/`.toLowerCase().startsWith(`${one.scope}/`.toLowerCase()))
          .flatMap((one) => one.permissions);
  return seen.map((one) => ({ ...one, dataActions: [], notDataActions: [] }));
}
