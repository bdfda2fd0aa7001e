import type { CapturedPolicy } from '../../inventory/inventory.ts';
import { sameName, type World } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { judgeMapping, type PolicyTrouble, policiesSent, tellPolicyTrouble } from '../policy-mapping.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, type Situation, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

/** The provider whose policies serve the way home on classic. */
const FAILBACK_PROVIDER = 'InMage';

type Params = PolicyTrouble | { readonly kind: 'none-named'; readonly policies: readonly string[] };

export const classicFailbackPolicyNotMapped = defineRule<Params>({
  code: 'FB100',
  title: 'Classic failback policy is missing or not mapped',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'reprotect on classic must name the failback policy, and fails with 78253 when its mapping is not valid.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.recordedClassicFailback,
    says: 'the failback policy is of the provider InMage, made by the service along with the policy to Azure as "NAME-failback", and mapped on the container of the configuration server with that container as source and target; it cannot be edited',
    confidence: 'observed',
  },
  serviceErrors: ['78253'],
  byHand:
    'In the vault, open Site Recovery infrastructure, Replication policies, the policy ending in -failback: the configuration server must be associated. Or in PowerShell:\nGet-AzRecoveryServicesAsrPolicy | Select-Object Name, ReplicationProvider\nGet-AzRecoveryServicesAsrProtectionContainerMapping -ProtectionContainer $container | Select-Object PolicyFriendlyName, State',
  mend: 'Associate the failback policy with the configuration server, in the portal under Replication policies, and name it in `failback-policy:` of the vault.',
  message: (params) =>
    params.kind === 'none-named'
      ? `The runbook names no \`failback-policy:\`, and the vault has ${params.policies.length === 0 ? 'none for the way home' : `several: ${listed(params.policies)}`}. Reprotect on classic must name one.`
      : tellPolicyTrouble(params, FAILBACK_PROVIDER),
  remedy: (params) =>
    params.kind === 'none-named' && params.policies.length > 0
      ? 'Write the one to take into `failback-policy:` of the vault or of the machine.'
      : 'Associate the failback policy with the configuration server, and name it in `failback-policy:`. The service makes one with each policy to Azure, called "NAME-failback".',
  reads: ['failbackPolicy'],
  *check(context) {
    const situation = situationOf(context);
    const ask = { fact: 'mapping of the failback policy', how: situation.howToCapture };
    for (const [policy, items] of policiesSent(situation)) {
      const outcome = judgeMapping(policy.value, FAILBACK_PROVIDER, items, situation.world);
      yield verdictOn<Params>({ ...ask, subject: policy.value, at: policy.at }, outcome);
    }
    const without = situation.machines.filter((subject) => namesNone(subject, situation));
    const [first] = without;
    if (first === undefined) return;
    const at = situation.runbook.vault?.at ?? first.machine.at;
    yield verdictOn({ ...ask, subject: situation.runbook.name, at }, onlyOne(without, situation.world));
  },
  fix(params, at, { inventory }) {
    if (params.kind !== 'missing' && params.kind !== 'direction') return undefined;
    const [only, second] = servingPolicies(inventory?.policies ?? []);
    if (only === undefined || second !== undefined) return undefined;
    return { title: `Take '${only.name}'`, edits: [{ range: at, newText: `"${only.name}"` }] };
  },
});

function servingPolicies(policies: readonly CapturedPolicy[]): readonly CapturedPolicy[] {
  return policies.filter(({ instanceType }) => sameName(instanceType, FAILBACK_PROVIDER));
}

function namesNone({ machine }: MachineInPlay, { runbook }: Situation): boolean {
  return machine.failbackPolicy === undefined && runbook.vault?.value.failbackPolicy === undefined;
}

/** Where nobody names one, the plan takes the only one there is. */
function onlyOne(machines: readonly MachineInPlay[], world: World | undefined): Outcome<Params> {
  const policies = world?.inventory.policies;
  if (world === undefined || policies === undefined) return unknown();
  const serving = servingPolicies(policies);
  const [only, second] = serving;
  if (only === undefined || second !== undefined) {
    const seen = serving.length === 0 ? [{ seenAt: world.inventory.capturedAt }] : serving;
    return broken({ kind: 'none-named', policies: serving.map(({ name }) => name) }, seen);
  }
  const items = machines.flatMap(({ item }) => (item.seen === undefined ? [] : [item.seen.id]));
  return judgeMapping(only.name, FAILBACK_PROVIDER, items, world);
}
