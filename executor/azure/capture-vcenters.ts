import { z } from 'zod';
import type { CapturedVCenter, Inventory } from '../../core/inventory/inventory.ts';
import { maybe, readRows, text } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { optional } from './capture-fabrics.ts';
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
 * The vCenters of an appliance's site. Azure does not say here whether the appliance reaches them: that is left open,
 * and so is what their account may do.
 */
export async function captureVCentersOfSite(
  session: ArmSession,
  rest: ArmRest,
  siteId: string,
  seenAt: string,
): Promise<CapturedVCenter[]> {
  const what = `the vCenters of '${lastSegment(siteId)}'`;
  const rows = await reading(session, what, () => rest.list(`${siteId}/vcenters`, OFF_AZURE));
  return readRows(vcenterRow, rows, what).flatMap(({ id, name, properties: { friendlyName, fqdn, version } }) => {
    const address = fqdn ?? friendlyName;
    if (address === undefined) return [];
    return { id, name: friendlyName ?? name, address, ...optional({ version }), seenAt };
  });
}

/** The vCenters that classic configuration servers discovered. A discovery that failed is told; one that did not proves little. */
export async function captureClassicVCenters(
  session: ArmSession,
  { client }: SiteRecoveryPort,
  { vault, resourceGroup }: VaultAddress,
  seenAt: string,
): Promise<CapturedVCenter[]> {
  return reading(session, `the vCenters of vault '${vault}'`, async () => {
    const vcenters: CapturedVCenter[] = [];
    for await (const { id, name, properties = {} } of client.replicationvCenters.list(vault, resourceGroup)) {
      const address = properties.ipAddress || properties.friendlyName;
      if (!id || !address) continue;
      vcenters.push({
        id,
        name: properties.friendlyName || name || address,
        address,
        ...(/fail/i.test(properties.discoveryStatus ?? '') ? { connected: false } : {}),
        ...optional({ lastHeartbeat: moment(properties.lastHeartbeat) }),
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
