import { guestPrivileges, neededPrivileges } from '../../core/rules/vsphere-privileges.ts';
import { fold, retrieveAll } from './retrieve.ts';
import type { VimSession } from './vim-session.ts';
import { allAt, at, booleanOf, type Ref, refOf, textOf } from './vim-value.ts';
import { XmlError } from './xml-reader.ts';
import { element, reference } from './xml-text.ts';

/** What looking alone takes; with nothing but these an account is read-only. */
const READING = ['System.Anonymous', 'System.Read', 'System.View'];

/**
 * The privileges that the account has on every datacenter that it sees, and on the folders in it: one given to the
 * datacenter alone, without propagation, helps nobody. On a bare host the root folder stands for the datacenter.
 */
export async function readPrivileges(session: VimSession): Promise<string[] | undefined> {
  const { authorizationManager, rootFolder } = session.content;
  if (authorizationManager === undefined) return undefined;
  const entities: Ref[] = [];
  await retrieveAll(session, 'Datacenter', (datacenter) => {
    const folders = ['vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder'];
    entities.push(datacenter.ref, ...folders.flatMap((folder) => refOf(datacenter.value(folder)) ?? []));
  });
  if (entities.length === 0) entities.push(rootFolder);
  const asked = [...READING, ...neededPrivileges.keys(), ...guestPrivileges.keys()];
  const parameters = [
    ...entities.map((entity) => reference('entity', entity)),
    element('sessionId', session.key),
    ...asked.map((privilege) => element('privId', privilege)),
  ];
  const answers = await session.call('HasPrivilegeOnEntities', authorizationManager, parameters.join(''));
  const granted = new Map<string, Set<string>>();
  for (const answer of answers) {
    const entity = refOf(at(answer, 'entity'));
    if (entity === undefined) continue;
    const here = allAt(answer, 'privAvailability').filter((one) => booleanOf(at(one, 'isGranted')) === true);
    granted.set(fold(entity), new Set(here.flatMap((one) => textOf(at(one, 'privId')) ?? [])));
  }
  const sets = entities.map((entity) => granted.get(fold(entity)));
  if (sets.some((set) => set === undefined)) throw new XmlError('it does not tell the privileges of every datacenter');
  return asked.filter((privilege) => sets.every((set) => set?.has(privilege)));
}
