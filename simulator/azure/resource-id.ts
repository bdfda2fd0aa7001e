import type { Call } from '../arm/call.ts';

/** The id that a path names: `{subscription}`, `{group}` and a name in a collection of a provider. */
export function idOf(call: Call, collection: string, name: string | undefined, provider = 'Microsoft.Compute'): string {
  return `/subscriptions/${call.path.subscription}/resourceGroups/${call.path.group}/providers/${provider}/${collection}/${name}`;
}

/** Whether a resource is in the group that the path names. */
export function inGroup(id: string, call: Call): boolean {
  return id
    .toLowerCase()
    .startsWith(`/subscriptions/${call.path.subscription}/resourcegroups/${call.path.group}/`.toLowerCase());
}

/** Whether a resource is in the subscription that the path names. */
export function inSubscription(id: string, call: Call): boolean {
  return id.toLowerCase().startsWith(`/subscriptions/${call.path.subscription}/`.toLowerCase());
}
