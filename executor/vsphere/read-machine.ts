import type { CapturedSiteMachine } from '../../core/inventory/inventory.ts';
import type { Names } from './names.ts';
import { readDevices, readSnapshots } from './read-disks.ts';
import { type ToldFacts, Unread } from './told-facts.ts';
import { at, booleanOf, itemsOf, nameOf, numberOf, refOf, textOf, wordOf } from './vim-value.ts';
import { words } from './vim-words.ts';
import type { XmlNode } from './xml-reader.ts';

/** Names of what machines refer to. */
export interface Around {
  readonly vcenter: string;
  readonly hosts: Names;
  readonly datastores: Names;
  readonly seenAt: string;
}

/** A virtual machine as the inventory keeps it. @throws Unread when a fact is missing that rules take for granted */
export function readMachine(facts: ToldFacts, around: Around): CapturedSiteMachine {
  const name = facts.must('name', nameOf);
  const connection = textOf(facts.may('runtime.connectionState'));
  const hardware = facts.unsetOr('config.hardware.device');
  // vCenter knows a machine by name when its host is gone or its files are: nothing of its hardware is set then.
  if (hardware === undefined)
    throw new Unread(`its configuration cannot be read (its connection state is '${connection ?? 'unknown'}')`);
  const { disks, controllers, networkCards } = readDevices(itemsOf(hardware), around.datastores);
  const megabytes = numberOf(facts.may('config.hardware.memoryMB'));
  const optional = {
    host: around.hosts.of(refOf(facts.may('runtime.host'))),
    uuid: textOf(facts.may('config.uuid')),
    isTemplate: booleanOf(facts.may('config.template')),
    guestId: textOf(facts.may('config.guestId')),
    guestName: textOf(facts.may('config.guestFullName')),
    firmware: facts.word('config.firmware', words.firmware),
    secureBoot: booleanOf(at(facts.may('config.bootOptions'), 'efiSecureBootEnabled')),
    cpuCount: numberOf(facts.may('config.hardware.numCPU')),
    memoryBytes: megabytes === undefined ? undefined : megabytes * 2 ** 20,
    extraConfig: settings(facts.may('config.extraConfig')),
    toolsStatus: facts.word('guest.toolsRunningStatus', words.tools),
    managedBy: textOf(at(facts.may('config.managedBy'), 'extensionKey')),
  };
  return {
    name,
    vcenter: around.vcenter,
    powerState: facts.must('runtime.powerState', (node) => wordOf(node, words.power)),
    snapshots: readSnapshots(facts.unsetOr('snapshot')),
    datastores: around.datastores.ofAll(itemsOf(facts.unsetOr('datastore'))).sort(),
    disks,
    controllers,
    networkCards,
    ...withoutUndefined(optional),
    seenAt: around.seenAt,
  };
}

/** The settings that rules read, under the spelling that VMware documents, whatever case somebody typed. */
const SETTINGS: ReadonlyMap<string, string> = new Map([['disk.enableuuid', 'disk.enableUUID']]);

/** Undefined where the list could not be had: a list without the setting says that it is not set. */
function settings(extraConfig: XmlNode | undefined): Record<string, string> | undefined {
  if (extraConfig === undefined) return undefined;
  const found: Record<string, string> = {};
  for (const option of extraConfig.children) {
    const key = SETTINGS.get(at(option, 'key')?.text?.toLowerCase() ?? '');
    const value = textOf(at(option, 'value'));
    if (key !== undefined && value !== undefined) found[key] = value;
  }
  return found;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The entry without what was not told: an inventory leaves out, it does not write "undefined". */
export function withoutUndefined<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
