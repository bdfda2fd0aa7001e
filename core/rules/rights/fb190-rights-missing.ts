import type { Inventory } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { allowedOn } from '../allowed-actions.ts';
import { articles } from '../articles.ts';
import { vaultActions } from '../azure-actions.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, section, situationOf } from '../situation.ts';

/** What the linked access of the service wants beside it. @source the article on roles, written of enabling replication. */
const ON_A_GROUP: readonly string[] = [
  'Microsoft.Compute/virtualMachines/read',
  'Microsoft.Compute/virtualMachines/write',
  'Microsoft.Compute/virtualMachines/delete',
  'Microsoft.Network/networkInterfaces/read',
];

interface Params {
  readonly scope: string;
  readonly kind: 'vault' | 'group';
  readonly missing: readonly string[];
}

export const rightsMissing = defineRule<Params>({
  code: 'FB190',
  title: 'Whoever captured may not do what the run calls',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the first call without its right is refused, with the machine half way. Rights on the Azure machines are a warning: which of them the service asks of its caller on this way is documented for the other way only.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(1),
  source: {
    ...articles.roles,
    says: 'Site Recovery Contributor or Operator on the vault may fail over and fail back; the caller needs rights on the machines, networks and storage accounts besides. Which of the two roles may do what was not read, so the actions themselves are compared',
    confidence: 'inferred',
  },
  byHand:
    'In the portal, open the vault, Access control (IAM), View my access; likewise on the resource groups of the machines.\naz rest --method get --url "https://management.azure.com/SCOPE/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"',
  mend: 'Give whoever runs it Site Recovery Contributor on the vault and Virtual Machine Contributor on the resource groups of the machines; then capture anew, signed in as them. A role with just what the plan calls:\nfailback permissions FILE --format role',
  message: ({ scope, kind, missing }) =>
    `Whoever captured may not do on '${scope}': ${missing.map(shortened).join(', ')}. ${kind === 'vault' ? 'A run under that account is refused at the first of them.' : 'Site Recovery may ask these rights of its caller, and refuse the step that needs them.'}`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const { runbook, howToCapture: how } = situation;
    const ask = (subject: string, at: SourceRange) => ({ subject, at, fact: 'rights of the account', how });
    const subject = runbook.vault === undefined ? runbook.name : runbook.vault.value.name;
    const at = runbook.vault === undefined ? runbook.at : runbook.vault.at;
    yield verdictOn(ask(subject, at), onVault(subject, situation));
    for (const group of groupsOf(situation)) {
      const outcome = onGroup(group, section(situation.world, 'rights'));
      yield verdictOn(ask(group.slice(group.lastIndexOf('/') + 1), at), outcome);
    }
  },
});

function onVault(name: string, { runbook, world }: Situation): Outcome<Params> {
  const vault = section(world, 'vault');
  if (vault === undefined) return unknown();
  return judged({ name, kind: 'vault' }, vault.id, vaultActions(runbook.architecture.value), section(world, 'rights'));
}

function onGroup(group: string, rights: Inventory['rights']): Outcome<Params> {
  const outcome = judged({ name: group.slice(group.lastIndexOf('/') + 1), kind: 'group' }, group, ON_A_GROUP, rights);
  return outcome.kind === 'holds' ? outcome : { ...outcome, severity: 'warning' };
}

function judged(
  { name, kind }: { readonly name: string; readonly kind: Params['kind'] },
  scope: string,
  actions: readonly string[],
  rights: Inventory['rights'],
): Outcome<Params> {
  const allowed = allowedOn(scope, actions, rights);
  if (allowed === undefined) return unknown();
  if (allowed.missing.length === 0) return holds(...allowed.seen);
  if (allowed.partial) return unknown(`rights were asked for above '${name}' only, and more may be granted on it`);
  return broken({ scope: name, kind, missing: allowed.missing }, allowed.seen);
}

/** Resource groups in which machines of the runbook run. */
function groupsOf({ machines }: Situation): readonly string[] {
  const groups = new Map<string, string>();
  for (const { azureVm } of machines) {
    const [group] =
      azureVm.seen === undefined ? [] : (/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(azureVm.seen.id) ?? []);
    if (group !== undefined && !groups.has(group.toLowerCase())) groups.set(group.toLowerCase(), group);
  }
  return [...groups.values()];
}

/** `replicationProtectedItems/reProtect`: enough to know it by. */
function shortened(action: string): string {
  return action
    .split('/')
    .slice(-3)
    .join('/')
    .replace(/\/action$/, '');
}
