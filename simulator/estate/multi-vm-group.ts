import type { Estate } from './estate.ts';
import type { Machine } from './machine.ts';
import { sameId } from './same-id.ts';

/**
 * The other members of the replication group that somebody made; none for a machine by itself, whose group the service
 * made and named by its GUID. Recorded.
 */
export function groupOf(estate: Estate, machine: Machine): readonly Machine[] {
  const { multiVmGroupName: name, multiVmGroupId: id } = machine.item;
  if (name === undefined || name === '' || sameId(name, id) || isGuid(name)) return [];
  return estate.machines.filter((one) => one !== machine && sameId(one.item.multiVmGroupName, name));
}

function isGuid(name: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
}
