import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import type { Wave } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { together } from '../check.ts';
import type { Frame } from '../frame.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';
import { listed } from '../words.ts';

type Params =
  | { readonly kind: 'vault'; readonly vm: string; readonly vault: string; readonly other: string }
  | { readonly kind: 'mixed'; readonly wave: string; readonly what: string; readonly names: readonly string[] };

export const severalSources = defineRule<Params>({
  code: 'FB158',
  title: 'Machines of several vaults, sources or subscriptions',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a machine of another vault cannot be reached through this one. A wave of several fabrics or subscriptions is information only: failback calls no recovery plan, for which alone that matters.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.recoveryPlans,
    says: 'a recovery plan has one source and one target, and all of its machines replicate to one subscription; VMware and physical machines may mix',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Replicated items: every machine of the runbook is there. Compare the subscriptions of the Azure machines.\naz site-recovery protected-item list --resource-group RG --vault-name VAULT --fabric-name FABRIC --protection-container CONTAINER --query "[].id"',
  mend: 'Write one runbook for each vault. Where you keep a recovery plan beside the runbook, make a wave of each source and subscription.',
  message: (params) =>
    params.kind === 'vault'
      ? `'${params.vm}' is protected in the vault '${params.other}', while the runbook is about '${params.vault}'. Its steps would be sent to the wrong place.`
      : `The machines of wave '${params.wave}' are of several ${params.what}: ${listed(params.names, 3)}. failback moves them one by one, but no recovery plan could take the wave over.`,
  reads: [],
  check: together(eachMachine('vault of the protected item', ofVault), eachWave),
});

function ofVault({ machine, item }: MachineInPlay, { runbook }: Frame): Outcome<Params> | undefined {
  if (runbook.vault === undefined) return undefined;
  if ('reason' in item) return unknown(item.reason);
  const { vaultName } = runbook.vault.value;
  const other = named(IN_VAULT, item.seen.id);
  if (other === undefined || sameName(other, vaultName)) return holds(item.seen);
  return broken({ kind: 'vault', vm: machine.name, vault: vaultName, other }, [item.seen]);
}

function* eachWave(context: RuleContext): Generator<Verdict<Params>> {
  const { runbook, machines, howToCapture: how } = situationOf(context);
  const subjects = new Map(machines.map((subject) => [subject.machine, subject]));
  for (const wave of runbook.waves)
    for (const outcome of mixtures(
      wave,
      wave.machines.flatMap(({ value }) => subjects.get(value) ?? []),
    ))
      yield verdictOn({ subject: wave.name, at: wave.at, fact: 'sources of its machines', how }, outcome);
}

function* mixtures(wave: Wave, subjects: readonly MachineInPlay[]): Generator<Outcome<Params>> {
  const items = subjects.flatMap(({ item }) => (item.seen === undefined ? [] : [item.seen]));
  const differing = (ids: readonly (string | undefined)[], pattern: RegExp) => [
    ...new Set(ids.flatMap((id) => (id === undefined ? [] : (named(pattern, id)?.toLowerCase() ?? [])))),
  ];
  const sources = differing(
    items.map(({ id }) => id),
    IN_FABRIC,
  );
  const subscriptions = differing(
    items.map(({ azureVmId, targetResourceGroupId }) => azureVmId ?? targetResourceGroupId),
    IN_SUBSCRIPTION,
  );
  for (const [what, names] of [
    ['fabrics', sources],
    ['subscriptions', subscriptions],
  ] as const)
    if (names.length > 1) yield broken({ kind: 'mixed', wave: wave.name, what, names }, items, { severity: 'info' });
}

/** What an ARM id has after these words. */
const IN_VAULT = /\/vaults\/([^/]+)/i;
const IN_FABRIC = /\/replicationFabrics\/([^/]+)/i;
const IN_SUBSCRIPTION = /\/subscriptions\/([^/]+)/i;

function named(pattern: RegExp, id: string): string | undefined {
  return pattern.exec(id)?.[1];
}
