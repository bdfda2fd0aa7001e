import type { Fabric, InMageRcmFabricSpecificDetails } from '@azure/arm-recoveryservices-siterecovery';
import { z } from 'zod';
import type { CapturedVCenter, Inventory } from '../../core/inventory/inventory.ts';
import { maybe, readRows, text } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { optional } from './capture-health-errors.ts';
import { everyRow } from './every-row.ts';
import { moment } from './sentinels.ts';
import type { SiteRecoveryPort, VaultAddress } from './site-recovery-port.ts';

/** @source Microsoft.OffAzure is where the appliance keeps what it discovers; the vault has no list of it */
const OFF_AZURE = '2020-01-01';

const vcenterRow = z.object({
  id: text.min(1),
  name: text,
  properties: z.object({ friendlyName: maybe, fqdn: maybe, version: maybe }),
});

const accountRow = z.object({
  id: text.min(1),
  name: text,
  properties: z.object({ displayName: maybe }),
});

/**
 * An appliance, and a configuration server, looks its vCenter through every quarter of an hour or so: one that did within
 * the hour is connected. That it did not may have other reasons, so then nothing is said.
 * @source REP21: datastores and virtual machines are discovered anew within 15 to 20 minutes
 */
const HEARD_WITHIN_MS = 3_600_000;

function connection(heard: string | undefined, seenAt: string): Pick<CapturedVCenter, 'connected' | 'lastHeartbeat'> {
  if (heard === undefined) return {};
  const age = Date.parse(seenAt) - Date.parse(heard);
  return { ...(Math.abs(age) <= HEARD_WITHIN_MS ? { connected: true } : {}), lastHeartbeat: heard };
}

/**
 * When the appliances last looked their vCenters through, by the vCenter's id in lower case.
 * @source recordings: reprotectAgents[].vcenterId and lastDiscoveryInUtc
 */
export function discoveriesOf(fabrics: readonly Fabric[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { properties } of fabrics) {
    const details = properties?.customDetails as InMageRcmFabricSpecificDetails | undefined;
    if (details?.instanceType !== 'InMageRcm') continue;
    for (const { vcenterId, lastDiscoveryInUtc } of details.reprotectAgents ?? []) {
      const at = moment(lastDiscoveryInUtc);
      const key = vcenterId?.toLowerCase();
      if (at !== undefined && key && (found.get(key) ?? '') < at) found.set(key, at);
    }
  }
  return found;
}

/** The vCenters of an appliance's site. What their account may do is not told here. */
export async function captureVCentersOfSite(
  session: ArmSession,
  rest: ArmRest,
  siteId: string,
  discoveries: ReadonlyMap<string, string>,
  seenAt: string,
): Promise<CapturedVCenter[]> {
  const what = `the vCenters of '${lastSegment(siteId)}'`;
  const rows = await reading(session, what, () => rest.list(`${siteId}/vcenters`, OFF_AZURE));
  return readRows(vcenterRow, rows, what).flatMap(({ id, name, properties: { friendlyName, fqdn, version } }) => {
    const address = fqdn ?? friendlyName;
    if (address === undefined) return [];
    const heard = discoveries.get(id.toLowerCase());
    return { id, name: friendlyName ?? name, address, ...optional({ version }), ...connection(heard, seenAt), seenAt };
  });
}

/** The vCenters that classic configuration servers discovered. */
export async function captureClassicVCenters(
  session: ArmSession,
  { client }: SiteRecoveryPort,
  { vault, resourceGroup }: VaultAddress,
  seenAt: string,
): Promise<CapturedVCenter[]> {
  const what = `the vCenters of vault '${vault}'`;
  return reading(session, what, async () => {
    const vcenters: CapturedVCenter[] = [];
    const list = client.replicationvCenters.list(vault, resourceGroup);
    for await (const { id, name, properties = {} } of everyRow(list, what)) {
      const address = properties.ipAddress || properties.friendlyName;
      if (!id || !address) continue;
      vcenters.push({
        id,
        name: properties.friendlyName || name || address,
        address,
        ...connection(moment(properties.lastHeartbeat), seenAt),
        ...(/fail/i.test(properties.discoveryStatus ?? '') ? { connected: false } : {}),
        seenAt,
      });
    }
    return vcenters;
  });
}

/** Accounts by which the appliance signs in to machines; only their names and ids are ever shown. */
export async function captureRunAsAccounts(
  session: ArmSession,
  rest: ArmRest,
  siteId: string,
  seenAt: string,
): Promise<NonNullable<Inventory['runAsAccounts']>> {
  const what = `the run-as accounts of '${lastSegment(siteId)}'`;
  const rows = await reading(session, what, () => rest.list(`${siteId}/runasaccounts`, OFF_AZURE));
  return readRows(accountRow, rows, what).map(({ id, name, properties }) => ({
    id,
    name: properties.displayName ?? name,
    siteId,
    seenAt,
  }));
}
