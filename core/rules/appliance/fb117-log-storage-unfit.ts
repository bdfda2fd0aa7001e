import type { CapturedStorageAccount } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import type { Vault } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { runsInAzure } from '../item-stage.ts';
import { broken, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { lookOf } from '../sighting.ts';
import { type Situation, section, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

type Params =
  | { readonly kind: 'none'; readonly vault: string }
  | { readonly kind: 'missing'; readonly account: string }
  | { readonly kind: 'region'; readonly account: string; readonly is: string; readonly machines: readonly string[] }
  | { readonly kind: 'sort'; readonly account: string; readonly is: string };

export const logStorageUnfit = defineRule<Params>({
  code: 'FB117',
  title: 'Log storage account is missing or unfit',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the request cannot be made without the account, and the service takes only one of the region of the machines; another sort than the advised one is a warning, for nobody documents that it is refused.',
  architecture: 'modernized',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.swagger,
    says: 'logStorageAccountId is required; the account lies in the Azure region of the machine, and a standard general-purpose one is advised',
    confidence: 'documented',
  },
  byHand:
    'See the account and its region:\naz storage account show --name NAME --query "[primaryLocation, kind, sku.name]"',
  mend: 'Create a standard general-purpose account in the region of the machines, and name it as `log-storage` of the vault.',
  message: (params) => {
    switch (params.kind) {
      case 'none':
        return `The vault '${params.vault}' names no log storage account. On the way home the changes are collected there, and reprotect cannot be asked for without it.`;
      case 'missing':
        return `There is no storage account '${params.account}'. On the way home the changes are collected there, so reprotect would fail.`;
      case 'region':
        return `The log storage account '${params.account}' lies in '${params.is}', but ${listed(params.machines)} ${params.machines.length === 1 ? 'runs' : 'run'} elsewhere. It has to lie in the region of the machines.`;
      case 'sort':
        return `The log storage account '${params.account}' is of the sort '${params.is}'. A standard general-purpose account is advised; whether the service takes another one nobody documents.`;
    }
  },
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const { vault } = context.runbook;
    if (vault === undefined) return;
    const { logStorage } = vault.value;
    const question = {
      subject: vault.value.name,
      at: logStorage === undefined ? vault.at : logStorage.at,
      fact: 'log storage account',
    };
    yield verdictOn({ ...question, how: situation.howToCapture }, judge(vault.value, situation));
  },
});

function judge({ name, logStorage }: Vault, situation: Situation): Outcome<Params> {
  if (logStorage === undefined) return broken({ kind: 'none', vault: name }, []);
  const { world } = situation;
  const accounts = section(world, 'storageAccounts');
  if (world === undefined || accounts === undefined) return unknown();
  const wanted = logStorage.value;
  const account = accounts.find((each) => sameName(each.id, wanted) || sameName(each.name, wanted));
  return account === undefined
    ? broken({ kind: 'missing', account: wanted }, [lookOf(world)])
    : fitness(account, situation);
}

function fitness(account: CapturedStorageAccount, { machines }: Situation): Outcome<Params> {
  const { name, location, kind, sku } = account;
  const seen: Seen[] = [account];
  const elsewhere: string[] = [];
  let reason: string | undefined;
  for (const { machine, item, azureVm } of machines) {
    if (item.seen !== undefined && !runsInAzure(item.seen)) continue;
    if ('reason' in azureVm) {
      reason ??= azureVm.reason ?? `nobody captured the region of the Azure machine of '${machine.name}'`;
      continue;
    }
    seen.push(azureVm.seen);
    if (!isSameRegion(azureVm.seen.location, location)) elsewhere.push(machine.name);
  }
  if (elsewhere.length > 0) return broken({ kind: 'region', account: name, is: location, machines: elsewhere }, seen);
  if (reason !== undefined) return unknown(reason);
  if (sku !== undefined && !/^standard/i.test(sku)) return otherSort(account, sku);
  if (kind !== undefined && !/^storage(?:v2)?$/i.test(kind)) return otherSort(account, kind);
  return holds(...seen);
}

function otherSort(account: CapturedStorageAccount, is: string): Outcome<Params> {
  return broken({ kind: 'sort', account: account.name, is }, [account], { severity: 'warning' });
}

/** Azure writes regions as `westeurope` and as `West Europe`. */
function isSameRegion(one: string, other: string): boolean {
  return sameName(one.replaceAll(' ', ''), other.replaceAll(' ', ''));
}
