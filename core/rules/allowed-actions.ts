import type { Inventory } from '../inventory/inventory.ts';
import type { Seen } from './outcome.ts';

type Rights = NonNullable<Inventory['rights']>[number];

/** What whoever captured may do somewhere. */
export interface AllowedThere {
  readonly seen: readonly Seen[];
  /** Those of the actions that no permission allows. */
  readonly missing: readonly string[];
  /** Nobody asked for the permissions there itself, only further up: more may be granted below. */
  readonly partial: boolean;
}

/**
 * Which of the actions are not allowed on a scope; undefined where nobody asked, there or above it. A right that is held
 * on a resource group or a subscription is held on all that is in it.
 *
 * @source Azure: a permission allows its actions but for its notActions; several permissions add up.
 */
export function allowedOn(
  scope: string,
  actions: readonly string[],
  rights: Inventory['rights'],
): AllowedThere | undefined {
  const held = (rights ?? []).filter((each) => isWithin(scope, each.scope));
  if (held.length === 0) return undefined;
  const missing = actions.filter((action) => !held.some((each) => allows(each, action)));
  const partial = !held.some((each) => isWithin(each.scope, scope));
  return { seen: held, missing, partial };
}

function allows({ permissions }: Rights, action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => matches(pattern, action)) && !notActions.some((pattern) => matches(pattern, action)),
  );
}

/** Whether a scope is this one or lies in it; ids compare without case, and `/` is everything. */
export function isWithin(scope: string, outer: string): boolean {
  const [inner, around] = [trimmed(scope), trimmed(outer)];
  return inner === around || inner.startsWith(`${around}/`);
}

function trimmed(id: string): string {
  return id.toLowerCase().replace(/\/+$/, '');
}

const patterns = new Map<string, RegExp>();

/** `*` in a permission stands for any part of an action, slashes too. */
function matches(pattern: string, action: string): boolean {
  let known = patterns.get(pattern);
  if (known === undefined) {
    const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    known = new RegExp(`^${source.join('.*')}$`, 'i');
    patterns.set(pattern, known);
  }
  return known.test(action);
}
