import { containerView } from './container-view.ts';
import { guestMethods } from './guest-methods.ts';
import type { SiteNames } from './objects/site-names.ts';
import { siteTree } from './objects/site-tree.ts';
import { privilegesOnEntities, sessionAsked } from './privileges.ts';
import { childrenNamed, childText } from './read-xml.ts';
import { relocationEvents } from './relocation-events.ts';
import { type Contents, pageLength, retrieveProperties } from './retrieve-properties.ts';
import { licenseInfo, managerObjects, managersOf } from './service-content.ts';
import type { SignedIn, VimAnswer, VimMethod } from './signed-in.ts';
import { type SiteMachineNow, siteMachinesNow } from './site-machines.ts';
import type { SiteServer } from './site-servers.ts';
import type { VimCall } from './soap.ts';
import { invalidArgument, managedObjectNotFound, methodNotFound, notAuthenticated } from './vim-faults.ts';
import { given, moment, object, reference, text, writeValue } from './vim-value.ts';

const nothing: VimAnswer = { inner: '' };

/** The methods that want a session. What a capture calls, and its neighbours that cost nothing. */
export const vimMethods: Readonly<Record<string, VimMethod>> = {
  ...guestMethods,
  Logout: ({ sessions, session }) => {
    sessions.end(session);
    return nothing;
  },
  SessionIsActive: ({ sessions }, { arguments: given }) => {
    const active = sessions.withKey(childText(given, 'sessionID') ?? '') !== undefined;
    return { inner: `<returnval>${active}</returnval>` };
  },
  CurrentTime: ({ at }) => ({ inner: writeValue('returnval', moment(at)) }),
  CreateContainerView: (client, { arguments: asked }) => {
    const { tree } = siteTree(client.estate, client.server);
    const container = childText(asked, 'container') ?? '';
    const found = tree.find(container);
    if (found === undefined) return { fault: managedObjectNotFound('ManagedEntity', container) };
    const id = newId(client, 'view');
    const types = childrenNamed(asked, 'type').map((type) => type.text.trim());
    client.session.objects.set(
      id,
      containerView(id, found.self, types, childText(asked, 'recursive') === 'true', tree),
    );
    return { inner: writeValue('returnval', reference('ContainerView', id)) };
  },
  DestroyView: ({ session }, { type, id }) =>
    session.objects.delete(id) ? nothing : { fault: managedObjectNotFound(type, id) },
  RetrievePropertiesEx: (client, { arguments: asked }) => {
    const { tree } = siteTree(client.estate, client.server);
    const managers = new Map(managerObjects(client.server).map((manager) => [manager.self.id, manager]));
    const retrieved = retrieveProperties(
      asked,
      tree,
      (id) => client.session.objects.get(id) ?? tree.find(id) ?? managers.get(id),
    );
    if (retrieved.kind === 'fault') return retrieved;
    return page(client, retrieved.contents, pageLength(asked, client.estate.knobs.vimPageSize));
  },
  ContinueRetrievePropertiesEx: (client, { arguments: asked }) => {
    const token = childText(asked, 'token') ?? '';
    const rest = client.session.pages.get(token);
    if (rest === undefined) return { fault: invalidArgument('token') };
    client.session.pages.delete(token);
    return page(client, rest.contents, rest.length);
  },
  CancelRetrievePropertiesEx: ({ session }, { arguments: asked }) =>
    session.pages.delete(childText(asked, 'token') ?? '') ? nothing : { fault: invalidArgument('token') },
  HasPrivilegeOnEntities: ({ server, sessions }, { arguments: asked }) =>
    sessions.withKey(sessionAsked(asked)) === undefined
      ? { fault: invalidArgument('sessionId') }
      : returns(privilegesOnEntities(server, asked).map((value) => writeValue('returnval', value))),
  QueryAssignedLicenses: (client, { type, id, arguments: asked }) => {
    if (id !== managersOf(client.server).licenseAssignmentManager.id || client.server.apiType !== 'VirtualCenter')
      return { fault: managedObjectNotFound(type, id) };
    const wanted = childText(asked, 'entityId');
    const { names } = siteTree(client.estate, client.server);
    return returns(licenses(client.server, names, wanted));
  },
  QueryEvents: (client, { arguments: asked }) => returns(eventsOf(client, asked)),
  CreateCollectorForEvents: (client, { arguments: asked }) => {
    const id = newId(client, 'events');
    client.session.collectors.set(id, { all: eventsOf(client, asked), at: 0 });
    return { inner: writeValue('returnval', reference('EventHistoryCollector', id)) };
  },
  RewindCollector: ({ session }, { type, id }) => {
    const collector = session.collectors.get(id);
    if (collector === undefined) return { fault: managedObjectNotFound(type, id) };
    collector.at = 0;
    return nothing;
  },
  ReadNextEvents: ({ session }, { type, id, arguments: asked }) => {
    const collector = session.collectors.get(id);
    if (collector === undefined) return { fault: managedObjectNotFound(type, id) };
    const events = collector.all.slice(collector.at, collector.at + Number(childText(asked, 'maxCount') ?? 0));
    collector.at += events.length;
    return returns(events);
  },
  DestroyCollector: ({ session }, { type, id }) =>
    session.collectors.delete(id) ? nothing : { fault: managedObjectNotFound(type, id) },
};

/** Calls a method for a client that may not have signed in. */
export function callMethod(client: SignedIn | undefined, call: VimCall): VimAnswer {
  if (client === undefined) return { fault: notAuthenticated(call.type, call.id) };
  const method = Object.hasOwn(vimMethods, call.method) ? vimMethods[call.method] : undefined;
  return method === undefined ? { fault: methodNotFound(call.type, call.method) } : method(client, call);
}

function returns(values: readonly string[]): VimAnswer {
  return { inner: values.join('') };
}

/** A page of objects; the token that asks for the next one is there as long as there is one. */
function page(client: SignedIn, contents: Contents, length: number): VimAnswer {
  const rest = contents.slice(length);
  const objects = contents.slice(0, length).map((write) => write());
  if (contents.length === 0) return nothing;
  if (rest.length === 0) return { inner: `<returnval>${objects.join('')}</returnval>` };
  const token = newId(client, 'page');
  client.session.pages.set(token, { contents: rest, length });
  return { inner: `<returnval><token>${token}</token>${objects.join('')}</returnval>` };
}

function newId({ session }: SignedIn, kind: string): string {
  session.made += 1;
  return `session[${session.key}]${kind}-${session.made}`;
}

function licenses(server: SiteServer, names: SiteNames, wanted: string | undefined): readonly string[] {
  return server.hosts.flatMap(({ name, license }) => {
    const host = names.host(name);
    if (host === undefined || license === undefined || (wanted !== undefined && wanted !== host.id)) return [];
    return writeValue(
      'returnval',
      object('LicenseAssignmentManagerLicenseAssignment', {
        entityId: text(host.id),
        entityDisplayName: given(name, text),
        assignedLicense: licenseInfo(license),
      }),
    );
  });
}

function eventsOf(client: SignedIn, asked: VimCall['arguments']): readonly string[] {
  const machines: readonly SiteMachineNow[] = siteMachinesNow(client.estate).filter(({ machine }) =>
    client.server.shows(machine),
  );
  const { names } = siteTree(client.estate, client.server);
  const filter = asked.children.find(({ name }) => name === 'filter');
  return relocationEvents(machines, names, filter);
}
