import { fold, sameName, type World } from '../inventory/world.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { MissingIds } from './missing-ids.ts';
import type { Id } from './modernized-bodies.ts';

/** Ids of what the vault and its region hold, by the names people write. */
export interface VaultIds {
  /** A replication policy by name; without a name, the only captured one of this provider. */
  policy(name: string | undefined, provider: string, key: string, who: string): Id;
  /** The log storage account, by name or ARM id. */
  logStorage(who: string): Id;
  /** A run-as account by the name shown in the vault; undefined where none was asked for. */
  runAs(name: string | undefined, who: string): Id | undefined;
}

/** Look-ups over one inventory; what is not found is noted with what to do. */
export function vaultIds(runbook: Runbook, world: World | undefined, missing: MissingIds): VaultIds {
  const inventory = world?.inventory;
  const policies = Map.groupBy(inventory?.policies ?? [], ({ instanceType }) => instanceType);
  const storage = new Map((inventory?.storageAccounts ?? []).map(({ name, id }) => [fold(name), id]));
  const accounts = new Map((inventory?.runAsAccounts ?? []).map(({ name, id }) => [fold(name), id]));
  return {
    policy(name, provider, key, who) {
      const known = policies.get(provider) ?? [];
      if (name === undefined) {
        const [only, other] = known;
        if (only !== undefined && other === undefined) return only.id;
        return missing.note(
          `No \`${key}:\` is written, and the inventory does not show exactly one ${provider} policy`,
          who,
        );
      }
      if (name.startsWith('/')) return name;
      const found = known.find((policy) => sameName(policy.name, name));
      return found?.id ?? missing.note(`The inventory shows no ${provider} policy '${name}'`, who);
    },
    logStorage(who) {
      const written = runbook.vault?.value.logStorage?.value;
      if (written === undefined) return missing.note('The vault names no `log-storage:`', who);
      if (written.startsWith('/')) return written;
      return storage.get(fold(written)) ?? missing.note(`The inventory shows no storage account '${written}'`, who);
    },
    runAs(name, who) {
      if (name === undefined) return undefined;
      if (name.startsWith('/')) return name;
      return accounts.get(fold(name)) ?? missing.note(`The inventory shows no run-as account '${name}'`, who);
    },
  };
}
