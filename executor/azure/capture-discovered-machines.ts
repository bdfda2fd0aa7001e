import { z } from 'zod';
import type { CapturedSiteMachine } from '../../core/inventory/inventory.ts';
import { maybe, maybeList, readRows, text } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { optional } from './capture-health-errors.ts';
import { moment } from './sentinels.ts';

const row = z.object({
  id: text.min(1),
  properties: z.object({
    displayName: maybe,
    vCenterFQDN: maybe,
    hostName: maybe,
    instanceUuid: maybe,
    powerStatus: maybe,
    firmware: maybe,
    numberOfProcessorCore: z.number().nullish(),
    allocatedMemoryInMB: z.number().nullish(),
    numberOfSnapshots: z.number().nullish(),
    diskEnabledUuid: maybe,
    altGuestName: maybe,
    isDeleted: z.boolean().nullish(),
    updatedTimestamp: maybe,
    operatingSystemDetails: z.object({ osName: maybe }).nullish(),
    disks: z.array(
      z.object({ label: maybe, uuid: maybe, path: maybe, controllerType: maybe, maxSizeInBytes: z.number().nullish() }),
    ),
    networkAdapters: maybeList(z.object({ adapterType: maybe })),
  }),
});

type Row = z.output<typeof row>['properties'];

/** Power as the appliance writes it, and as vSphere does. */
const POWER: Readonly<Record<string, string>> = { ON: 'poweredOn', OFF: 'poweredOff', SUSPENDED: 'suspended' };

/**
 * Machines as the appliance discovered them, for whoever cannot ask vCenter. Each was seen when the appliance last
 * looked, which may be long ago. Machines whose snapshots nobody counted make the whole unreadable: without them it
 * would look as if there were none.
 */
export async function captureDiscoveredMachines(
  session: ArmSession,
  rest: ArmRest,
  siteId: string,
  isWanted: (name: string) => boolean,
): Promise<CapturedSiteMachine[]> {
  const what = `the machines that the appliance of '${lastSegment(siteId)}' discovered`;
  const rows = readRows(row, await reading(session, what, () => rest.list(`${siteId}/machines`, '2020-01-01')), what);
  return rows
    .map(({ properties }) => properties)
    .filter(({ displayName, isDeleted }) => displayName !== undefined && isDeleted !== true && isWanted(displayName))
    .map(siteMachine);
}

function siteMachine(seen: Row): CapturedSiteMachine {
  const { displayName = '', numberOfSnapshots, updatedTimestamp } = seen;
  const seenAt = moment(updatedTimestamp);
  const unknown = [
    ...(seenAt === undefined ? ['when it was seen'] : []),
    ...(typeof numberOfSnapshots !== 'number' || numberOfSnapshots < 0 ? ['its snapshots'] : []),
  ];
  if (seenAt === undefined || unknown.length > 0)
    throw new Error(`Of '${displayName}' the appliance does not tell ${unknown.join(' or ')}.`);
  return {
    name: displayName,
    powerState: POWER[(seen.powerStatus ?? '').toUpperCase()] ?? seen.powerStatus ?? 'unknown',
    snapshots: Array.from({ length: numberOfSnapshots ?? 0 }, (_, index) => `snapshot ${index + 1}`),
    datastores: [...new Set(seen.disks.flatMap(({ path }) => datastoreOf(path) ?? []))],
    disks: seen.disks.map(({ label, uuid, path, maxSizeInBytes }, index) => ({
      label: label ?? `disk ${index + 1}`,
      capacityBytes: maxSizeInBytes ?? 0,
      ...optional({ datastore: datastoreOf(path), backing: path, uuid }),
    })),
    ...optional({
      vcenter: seen.vCenterFQDN,
      host: seen.hostName,
      uuid: seen.instanceUuid,
      guestId: seen.altGuestName,
      guestName: seen.operatingSystemDetails?.osName,
      firmware: seen.firmware,
      cpuCount: seen.numberOfProcessorCore,
      memoryBytes: seen.allocatedMemoryInMB == null ? undefined : seen.allocatedMemoryInMB * 2 ** 20,
      controllers: kinds(seen.disks.map(({ controllerType }) => controllerType)),
      networkCards: kinds(seen.networkAdapters.map(({ adapterType }) => adapterType)),
      extraConfig: extraConfig(seen.diskEnabledUuid),
    }),
    seenAt,
  };
}

/** Datastore of a file as vSphere writes it: `[ds-gold] erp-db/erp-db.vmdk`. */
function datastoreOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : /^\[([^\]]+)\]/.exec(path)?.[1];
}

function kinds(written: readonly (string | undefined)[]): string[] | undefined {
  const known = written.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : [...new Set(known)];
}

function extraConfig(written: string | undefined): Record<string, string> | undefined {
  if (written === undefined || !/^(yes|no)$/i.test(written)) return undefined;
  return { 'disk.enableUUID': /^yes$/i.test(written) ? 'TRUE' : 'FALSE' };
}
