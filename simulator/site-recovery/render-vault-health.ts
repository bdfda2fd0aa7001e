import type { Estate } from '../estate/estate.ts';
import { vaultId } from './service-ids.ts';

/** The vault's health: how many things there are, and which health errors they have in common. */
export function renderVaultHealth(estate: Estate) {
  const byCode = new Map<string, { readonly level: string; readonly message: string; readonly items: string[] }>();
  for (const { state } of estate.machines)
    for (const error of state.healthErrors) {
      const known = byCode.get(error.code) ?? { level: error.level, message: error.message, items: [] };
      known.items.push(state.internalIdentifier);
      byCode.set(error.code, known);
    }
  return {
    id: `${vaultId(estate)}/replicationVaultHealth/Default`,
    name: 'Default',
    type: 'Microsoft.RecoveryServices/vaults/replicationVaultHealth',
    properties: {
      vaultErrors: [],
      protectedItemsHealth: {
        resourceCount: estate.machines.length,
        issues: [...byCode].map(([code, { level, message, items }]) => ({
          summaryCode: code,
          category: 'Replication',
          severity: level === 'Info' || level === 'Warning' ? level : 'Error',
          summaryMessage: message,
          affectedResourceType: 'replicationProtectedItems',
          affectedResourceSubtype: '',
          affectedResourceCorrelationIds: items,
        })),
      },
      fabricsHealth: { resourceCount: estate.inventory.fabrics?.length ?? 0, issues: [] },
    },
  };
}
