/** More than these do not fit beside an item. */
const MOST = 6;

/** The hosts of a datastore: all of a few, the first of many and their number. */
export function sayHosts(hosts: readonly { readonly name: string }[]): string {
  const shown = hosts.slice(0, hosts.length > MOST ? MOST - 1 : MOST).map(({ name }) => name);
  const hidden = hosts.length - shown.length;
  return hidden > 0 ? `${shown.join(', ')} and ${hidden} more` : shown.join(', ');
}
