import { relocationEvents } from './property-paths.ts';
import { fold, retrieveThese } from './retrieve.ts';
import { VimFault } from './vim-fault.ts';
import type { VimSession } from './vim-session.ts';
import { at, itemsOf, momentOf, nameOf, type Ref, refOf, textOf } from './vim-value.ts';
import { XmlError, type XmlNode } from './xml-reader.ts';
import { element } from './xml-text.ts';

/** What the events and tasks of a server tell of moves from datastore to datastore. */
export interface Relocations {
  /**
   * When the disks of a machine went to another datastore, or why nobody knows. A move told of an id that is none any more
   * counts for the machine that has the name now: one that is registered anew gets a new id.
   */
  of(machine: Ref, name: string, isThere: (ref: Ref) => boolean): readonly string[] | { readonly unclear: string };
}

interface Move {
  readonly machine: Ref;
  readonly name: string | undefined;
  readonly when: string | { readonly unclear: string };
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
  const moves: Move[] = [];
  await eachEvent(session, eventManager, (event) => {
    const move = moveOf(event);
    if (move !== undefined) moves.push(move);
  });
  const unclear = 'a task is moving it right now, and the event that tells where to comes at its end';
  for (const machine of await relocatingNow(session)) moves.push({ machine, name: undefined, when: { unclear } });
  const byId = Map.groupBy(moves, ({ machine }) => fold(machine));
  const byName = Map.groupBy(moves, ({ name }) => name?.toLowerCase());
  return {
    of(machine, name, isThere) {
      const earlier = (byName.get(name.toLowerCase()) ?? []).filter((move) => !isThere(move.machine));
      const own = [...(byId.get(fold(machine)) ?? []), ...earlier].map(({ when }) => when);
      return own.find((when) => typeof when === 'object') ?? own.filter((when) => typeof when === 'string').sort();
    },
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
function moveOf(event: XmlNode): Move | undefined {
  if (!(relocationEvents as readonly string[]).includes(event.type ?? '')) return undefined;
  const machine = refOf(at(event, 'vm', 'vm'));
  if (machine === undefined) throw new XmlError('it tells of a move, but not of which machine');
  const name = nameOf(at(event, 'vm', 'name'));
  const after = refOf(at(event, 'ds', 'datastore'));
  const before = refOf(at(event, 'sourceDatastore', 'datastore'));
  const told = after !== undefined && before !== undefined;
  if (told && fold(after) === fold(before)) return undefined;
  // A `VmRelocatedEvent` is a relocation also where it does not say from where.
  if (!told && event.type !== 'VmRelocatedEvent')
    return { machine, name, when: { unclear: 'an event says that it migrated, but not between which datastores' } };
  const unclear = 'an event says that it was relocated, but not when';
  return { machine, name, when: momentOf(at(event, 'createdTime')) ?? { unclear } };
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
