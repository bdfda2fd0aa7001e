import type { Estate } from '../estate/estate.ts';
import type { ManagedObject } from './managed-object.ts';
import type { SiteServer } from './site-servers.ts';
import { type DataObject, list, object, type Reference, reference, references, text } from './vim-value.ts';

/** The managers of a server. Their ids are those of a real one: a vCenter capitalizes them, a host says `ha-`. */
export interface Managers {
  readonly propertyCollector: Reference;
  readonly viewManager: Reference;
  readonly sessionManager: Reference;
  readonly authorizationManager: Reference;
  readonly eventManager: Reference;
  readonly taskManager: Reference;
  readonly licenseManager: Reference;
  readonly licenseAssignmentManager: Reference;
  readonly guestOperationsManager: Reference;
}

export function managersOf({ apiType }: SiteServer): Managers {
  const id = (type: string, onHost: string) => reference(type, apiType === 'VirtualCenter' ? type : onHost);
  return {
    propertyCollector: reference(
      'PropertyCollector',
      apiType === 'VirtualCenter' ? 'propertyCollector' : 'ha-property-collector',
    ),
    viewManager: id('ViewManager', 'ViewManager'),
    sessionManager: id('SessionManager', 'ha-sessionmgr'),
    authorizationManager: id('AuthorizationManager', 'ha-authmgr'),
    eventManager: id('EventManager', 'ha-eventmgr'),
    taskManager: id('TaskManager', 'ha-taskmgr'),
    licenseManager: id('LicenseManager', 'ha-license-manager'),
    licenseAssignmentManager: reference('LicenseAssignmentManager', 'LicenseAssignmentManager'),
    guestOperationsManager: reference(
      'GuestOperationsManager',
      apiType === 'VirtualCenter' ? 'guestOperationsManager' : 'ha-guest-operations-manager',
    ),
  };
}

/** What a server tells before anybody signed in. */
export function serviceContent(estate: Estate, server: SiteServer, rootFolder: Reference): DataObject {
  const managers = managersOf(server);
  return object('ServiceContent', {
    rootFolder,
    propertyCollector: managers.propertyCollector,
    viewManager: managers.viewManager,
    about: aboutOf(estate, server),
    sessionManager: managers.sessionManager,
    authorizationManager: managers.authorizationManager,
    eventManager: managers.eventManager,
    taskManager: managers.taskManager,
    licenseManager: managers.licenseManager,
    guestOperationsManager: managers.guestOperationsManager,
  });
}

function aboutOf(estate: Estate, server: SiteServer): DataObject {
  const onHost = server.apiType === 'HostAgent';
  const product = onHost ? 'VMware ESXi' : 'VMware vCenter Server';
  const version = server.captured?.version ?? server.hosts[0]?.version ?? '8.0.3';
  return object('AboutInfo', {
    name: text(product),
    fullName: text(`${product} ${version} (simulated)`),
    vendor: text('VMware, Inc.'),
    version: text(version),
    build: text('0'),
    osType: text(onHost ? 'vmnix-x86' : 'linux-x64'),
    productLineId: text(onHost ? 'embeddedEsx' : 'vpx'),
    apiType: text(server.apiType),
    apiVersion: text(version),
    ...(onHost ? {} : { instanceUuid: text(estate.chance.guid('vcenter', server.name)) }),
  });
}

/** The managers that have properties of their own. */
export function managerObjects(server: SiteServer): readonly ManagedObject[] {
  const managers = managersOf(server);
  return [
    {
      self: managers.licenseManager,
      properties: {
        licenses: () =>
          list(
            'LicenseManagerLicenseInfo',
            [...new Set(server.hosts.flatMap(({ license }) => license ?? []))].map(licenseInfo),
          ),
        licenseAssignmentManager: () =>
          server.apiType === 'VirtualCenter' ? managers.licenseAssignmentManager : undefined,
      },
    },
    {
      self: managers.guestOperationsManager,
      properties: {
        fileManager: () => reference('GuestFileManager', 'guestOperationsFileManager'),
        processManager: () => reference('GuestProcessManager', 'guestOperationsProcessManager'),
      },
    },
    { self: managers.taskManager, properties: { recentTask: () => references([]), maxCollector: () => undefined } },
    { self: managers.eventManager, properties: { latestEvent: () => undefined, maxCollector: () => undefined } },
  ];
}

/** A licence by its name; the key is no licence's, for keys are nobody's business. */
export function licenseInfo(name: string): DataObject {
  return object('LicenseManagerLicenseInfo', {
    licenseKey: text('00000-00000-00000-00000-00000'),
    editionKey: text('simulated'),
    name: text(name),
  });
}
