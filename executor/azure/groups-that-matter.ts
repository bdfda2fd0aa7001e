import { segmentAfter } from './arm-id.ts';

/**
 * Resource groups of these ids, each once, in one spelling whichever answer named it: the service writes one group now
 * in capitals and now as it was made.
 */
export function groupsOf(ids: readonly (string | undefined)[]): readonly string[] {
  const groups = new Map<string, string>();
  for (const id of ids) {
    const subscription = id === undefined ? undefined : segmentAfter(id, 'subscriptions');
    const name = id === undefined ? undefined : segmentAfter(id, 'resourceGroups');
    if (!subscription || !name) continue;
    const path = `/subscriptions/${subscription}/resourceGroups/${name}`;
    const known = groups.get(path.toLowerCase());
    // Lower case sorts last: the spelling that somebody chose, rather than the capitals of some answers.
    if (known === undefined || path > known) groups.set(path.toLowerCase(), path);
  }
  return [...groups.keys()].toSorted().map((key) => groups.get(key) ?? key);
}
