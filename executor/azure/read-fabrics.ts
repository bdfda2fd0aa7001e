import type { Fabric } from '@azure/arm-recoveryservices-siterecovery';
import { type Inventory, inventorySchema } from '../../core/inventory/inventory.ts';
import { made, readEntries } from './arm-answer.ts';
import { requiredSegment } from './arm-id.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { classicServers } from './capture-classic-servers.ts';
import { appliances, fabric } from './capture-fabrics.ts';
import { everyRow } from './every-row.ts';
import type { SiteRecoveryPort, VaultAddress } from './site-recovery-port.ts';

type Section<K extends keyof Inventory> = NonNullable<Inventory[K]>;

const { shape } = inventorySchema;

/**
 * The fabrics of a vault, each read by itself.
 * @source recordings: the list shows a modernized fabric without its components (every list of them is empty), the
 * single GET of the same minute has them
 */
export async function readFabrics(
  session: ArmSession,
  { client }: SiteRecoveryPort,
  { vault, resourceGroup }: VaultAddress,
): Promise<readonly Fabric[]> {
  const what = `the fabrics of vault '${vault}'`;
  const listed = await reading(session, what, async () => {
    const fabrics: Fabric[] = [];
    for await (const one of everyRow(client.replicationFabrics.list(vault, resourceGroup), what)) fabrics.push(one);
    return fabrics;
  });
  const names = made('the fabrics', () => listed.map(({ name = '' }) => name));
  return Promise.all(
    names.map((name) =>
      reading(session, `the fabric '${name}'`, () => client.replicationFabrics.get(vault, resourceGroup, name)),
    ),
  );
}

/** Ids of protection containers by the name of their fabric, in lower case. */
export async function readContainers(
  session: ArmSession,
  { client }: SiteRecoveryPort,
  { vault, resourceGroup }: VaultAddress,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const what = `the containers of vault '${vault}'`;
  return reading(session, what, async () => {
    const containers = new Map<string, string[]>();
    const list = client.replicationProtectionContainers.list(vault, resourceGroup);
    for await (const { id = '' } of everyRow(list, what)) {
      const key = requiredSegment(id, 'replicationFabrics').toLowerCase();
      containers.set(key, [...(containers.get(key) ?? []), id]);
    }
    return containers;
  });
}

/** The fabrics as an inventory keeps them. @throws FailbackError when one cannot be read as such */
export function fabricSection(
  seen: readonly Fabric[],
  containers: ReadonlyMap<string, readonly string[]>,
  seenAt: string,
): Section<'fabrics'> {
  return readEntries(
    shape.fabrics.unwrap().element,
    seen.map((one) => fabric(one, [...(containers.get((one.name ?? '').toLowerCase()) ?? [])], seenAt)),
    'the fabrics',
  );
}

/** Their appliances. @throws FailbackError as above */
export function applianceSection(seen: readonly Fabric[], seenAt: string): Section<'appliances'> {
  return readEntries(
    shape.appliances.unwrap().element,
    seen.flatMap((one) => appliances(one, seenAt)),
    'the appliances',
  );
}

/** Servers and accounts of classic configuration servers. @throws FailbackError as above */
export function classicSections(seen: readonly Fabric[], seenAt: string) {
  const classic = seen.map((one) => classicServers(one, seenAt));
  return {
    configurationServers: readEntries(
      shape.configurationServers.unwrap().element,
      classic.flatMap((one) => one.configurationServers),
      'the configuration servers',
    ),
    masterTargets: readEntries(
      shape.masterTargets.unwrap().element,
      classic.flatMap((one) => one.masterTargets),
      'the master targets',
    ),
    processServers: readEntries(
      shape.processServers.unwrap().element,
      classic.flatMap((one) => one.processServers),
      'the process servers',
    ),
    runAsAccounts: readEntries(
      shape.runAsAccounts.unwrap().element,
      classic.flatMap((one) => one.runAsAccounts),
      'the run-as accounts of the configuration server',
    ),
  };
}
