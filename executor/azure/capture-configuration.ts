import { type CapturedMapping, type CapturedPolicy, inventorySchema } from '../../core/inventory/inventory.ts';
import { readEntries } from './arm-answer.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { optional } from './capture-health-errors.ts';
import { everyRow } from './every-row.ts';
import type { SiteRecoveryPort, VaultAddress } from './site-recovery-port.ts';

const { policies: policySection, mappings: mappingSection } = inventorySchema.shape;

/** Replication policies of a vault. */
export async function capturePolicies(
  session: ArmSession,
  { client }: SiteRecoveryPort,
  { vault, resourceGroup }: VaultAddress,
  seenAt: string,
): Promise<CapturedPolicy[]> {
  const what = `the policies of vault '${vault}'`;
  return reading(session, what, async () => {
    const policies: CapturedPolicy[] = [];
    for await (const policy of everyRow(client.replicationPolicies.list(vault, resourceGroup), what))
      policies.push({
        id: policy.id ?? '',
        name: policy.name ?? '',
        instanceType: policy.properties?.providerSpecificDetails?.instanceType ?? '',
        seenAt,
      });
    return readEntries(policySection.unwrap().element, policies, what);
  });
}

/** Which policy is mapped to which container. */
export async function captureMappings(
  session: ArmSession,
  { client }: SiteRecoveryPort,
  { vault, resourceGroup }: VaultAddress,
  seenAt: string,
): Promise<CapturedMapping[]> {
  const what = `the mappings of vault '${vault}'`;
  return reading(session, what, async () => {
    const mappings: CapturedMapping[] = [];
    const list = client.replicationProtectionContainerMappings.list(vault, resourceGroup);
    for await (const { id = '', properties } of everyRow(list, what))
      mappings.push({
        id,
        policyId: properties?.policyId ?? '',
        sourceContainerId: id.slice(0, id.toLowerCase().indexOf('/replicationprotectioncontainermappings')),
        ...optional({
          targetContainerId: properties?.targetProtectionContainerId || undefined,
          state: properties?.state || undefined,
        }),
        seenAt,
      });
    return readEntries(mappingSection.unwrap().element, mappings, what);
  });
}
