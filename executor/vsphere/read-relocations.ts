import { relocationEvents } from './property-paths.ts';
import { fold, retrieveThese } from './retrieve.ts';
import { VimFault } from './vim-fault.ts';
import type { VimSession } from './vim-session.ts';
import { at, itemsOf, momentOf, type Ref, refOf, textOf } from './vim-value.ts';
import { XmlError, type XmlNode } from './xml-reader.ts';
import { element } from './xml-text.ts';

/** When the disks of machines went to another datastore, by machine. */
export interface Relocations {
  /** Empty for a machine that stayed; undefined when its events do not tell. */
  of(machine: Ref): string[] | undefined;
  /** Why nobody knows, for machines whose events do not tell. */
  readonly unclear: ReadonlyMap<string, string>;
}

const PAGE = 1000;
const MOST_EVENTS = 500_000;

/**
 * Reads what vCenter still keeps of its events. The times are not filtered by the server: servers differ in how, and the
 * rule asks for what came after a reprotect anyway.
 */
export async function readRelocations(session: VimSession): Promise<Relocations | undefined> {
  const { eventManager } = session.content;
  if (eventManager === undefined) return undefined;
  const moved = new Map<string, string[]>();
  const unclear = new Map<string, string>();
  await eachEvent(session, eventManager, (event) => take(event, moved, unclear));
  for (const machine of await relocatingNow(session))
    unclear.set(fold(machine), 'a task is moving it right now, and the event that tells where to comes at its end');
  return {
    unclear,
    of: (machine) => (unclear.has(fold(machine)) ? undefined : (moved.get(fold(machine)) ?? []).sort()),
  };
}

async function eachEvent(session: VimSession, eventManager: Ref, each: (event: XmlNode) => void): Promise<void> {
  const types = relocationEvents.map((type) => element('eventTypeId', type)).join('');
  const filter = `<filter><disableFullMessage>true</disableFullMessage>${types}</filter>`;
  const [created] = await session.call('CreateCollectorForEvents', eventManager, filter);
  const collector = refOf(created);
  if (collector === undefined) throw new XmlError('it makes no collector of events');
  try {
    await session.call('RewindCollector', collector);
    for (let count = 0; ; ) {
      const events = await session.call('ReadNextEvents', collector, element('maxCount', PAGE));
      if (events.length === 0) return;
      count += events.length;
      if (count > MOST_EVENTS) throw new XmlError('its events never end');
      events.forEach(each);
    }
  } finally {
    await session.release('DestroyCollector', collector);
  }
}

/**
 * A migration moves a machine to another host, another datastore, or both; only the second matters here. The event has
 * the datastore before and after.
 */
function take(event: XmlNode, moved: Map<string, string[]>, unclear: Map<string, string>): void {
  const machine = refOf(at(event, 'vm', 'vm'));
  if (machine === undefined || !(relocationEvents as readonly string[]).includes(event.type ?? '')) return;
  const after = refOf(at(event, 'ds', 'datastore'));
  const before = refOf(at(event, 'sourceDatastore', 'datastore'));
  if (after !== undefined && before !== undefined && fold(after) === fold(before)) return;
  const told = after !== undefined && before !== undefined;
  const when = momentOf(at(event, 'createdTime'));
  // A `VmRelocatedEvent` is a relocation also where it does not say from where.
  if (!told && event.type !== 'VmRelocatedEvent')
    unclear.set(fold(machine), 'an event says that it migrated, but not between which datastores');
  else if (when === undefined) unclear.set(fold(machine), 'an event says that it was relocated, but not when');
  else moved.set(fold(machine), [...(moved.get(fold(machine)) ?? []), when]);
}

/** Machines with a relocation among the tasks of the last minutes that has not ended. */
async function relocatingNow(session: VimSession): Promise<readonly Ref[]> {
  const { taskManager } = session.content;
  if (taskManager === undefined) return [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await unfinishedRelocations(session, taskManager);
    } catch (error) {
      // A task went away between the two questions, and took the whole answer with it.
      const gone = error instanceof VimFault && error.fault === 'ManagedObjectNotFound';
      if (!gone || attempt === 3) throw error;
    }
  }
}

async function unfinishedRelocations(session: VimSession, taskManager: Ref): Promise<readonly Ref[]> {
  const recent: Ref[] = [];
  await retrieveThese(session, [taskManager], 'TaskManager', (manager) => {
    recent.push(...itemsOf(manager.value('recentTask')).flatMap((node) => refOf(node) ?? []));
  });
  const found: Ref[] = [];
  await retrieveThese(session, recent, 'Task', (task) => {
    const info = task.value('info');
    const state = textOf(at(info, 'state'));
    const entity = refOf(at(info, 'entity'));
    if (entity?.type === 'VirtualMachine' && isRelocation(info) && state !== 'success' && state !== 'error')
      found.push(entity);
  });
  return found;
}

function isRelocation(info: XmlNode | undefined): boolean {
  const words = `${textOf(at(info, 'descriptionId')) ?? ''} ${textOf(at(info, 'name')) ?? ''}`;
  return /relocate|migrate|storagevmotion/i.test(words);
}
