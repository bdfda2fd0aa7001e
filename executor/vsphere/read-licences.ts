import { retrieveThese } from './retrieve.ts';
import type { VimSession } from './vim-session.ts';
import { at, itemsOf, type Ref, refOf, textOf } from './vim-value.ts';
import type { XmlNode } from './xml-reader.ts';

/** Names of licences by the id of the host in lower case. Their keys are secrets and are not looked at. */
export type Licences = ReadonlyMap<string, string>;

/** VMware's own words; a name without any of them is not taken for a licence that is good enough. */
const LICENCE = /\b(vmware|vsphere|esxi?|evaluation)\b/i;

/** vCenter tells which host was given which licence; a bare host has its own. */
export async function readLicences(session: VimSession, bareHost: Ref | undefined): Promise<Licences> {
  const { licenseManager } = session.content;
  const licences = new Map<string, string>();
  if (licenseManager === undefined) return licences;
  let assigner: Ref | undefined;
  let own: readonly string[] = [];
  await retrieveThese(session, [licenseManager], 'LicenseManager', (manager) => {
    assigner = refOf(manager.value('licenseAssignmentManager'));
    own = itemsOf(manager.value('licenses')).flatMap((licence) => licenceName(at(licence, 'name')) ?? []);
  });
  // Several on one host: all are named, since any of them may be the free one.
  if (bareHost !== undefined && own.length > 0) licences.set(bareHost.id.toLowerCase(), [...new Set(own)].join(', '));
  if (bareHost !== undefined || assigner === undefined) return licences;
  for (const assignment of await session.call('QueryAssignedLicenses', assigner)) {
    const entity = textOf(at(assignment, 'entityId'));
    const name = licenceName(at(assignment, 'assignedLicense', 'name'));
    if (entity !== undefined && name !== undefined) licences.set(entity.toLowerCase(), name);
  }
  return licences;
}

function licenceName(node: XmlNode | undefined): string | undefined {
  const name = textOf(node);
  return name !== undefined && LICENCE.test(name) ? name : undefined;
}
