import type { SiteNames } from './objects/site-names.ts';
import { child, childrenNamed, childText, type Element } from './read-xml.ts';
import type { SiteMachineNow } from './site-machines.ts';
import { derived, entityName, flag, int, moment, object, reference, text, writeValue } from './vim-value.ts';

/**
 * The relocations that the inventory knows of, as events, the oldest first. Of each only its moment was captured, so it
 * names the machine and where it stands now.
 * @param filter an EventFilterSpec: types, time and entity are looked at
 * @returns each written already, as it stands in an answer
 */
export function relocationEvents(
  machines: readonly SiteMachineNow[],
  names: SiteNames,
  filter: Element | undefined,
): readonly string[] {
  const types = [...childrenNamed(filter, 'eventTypeId'), ...childrenNamed(filter, 'type')].map(({ text: type }) =>
    type.trim(),
  );
  if (types.length > 0 && !types.includes('VmRelocatedEvent')) return [];
  const time = child(filter, 'time');
  const begin = Date.parse(childText(time, 'beginTime') ?? '');
  const end = Date.parse(childText(time, 'endTime') ?? '');
  const entity = childText(child(filter, 'entity'), 'entity');
  return machines
    .filter(
      ({ id }) => entity === undefined || entity === id || entity === names.root.id || entity === names.datacenter.id,
    )
    .flatMap(({ id, machine }) =>
      (machine.relocations ?? []).map((written) => ({ id, machine, at: Date.parse(written) })),
    )
    .filter(({ at }) => !(at < begin) && !(at > end))
    .sort((one, other) => one.at - other.at)
    .map(({ id, machine, at }, index) => {
      const host = names.host(machine.host);
      const event = derived('VmRelocatedEvent', {
        key: int(1000 + index),
        chainId: int(1000 + index),
        createdTime: moment(at),
        userName: text('VSPHERE.LOCAL\\Administrator'),
        datacenter: object('DatacenterEventArgument', { name: text('Datacenter'), datacenter: names.datacenter }),
        host:
          host === undefined ? undefined : object('HostEventArgument', { name: entityName(machine.host ?? ''), host }),
        vm: object('VmEventArgument', { name: entityName(machine.name), vm: reference('VirtualMachine', id) }),
        fullFormattedMessage: text(`Completed the relocation of the virtual machine ${machine.name}`),
        template: flag(machine.isTemplate === true),
      });
      return writeValue('returnval', event);
    });
}
