import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import type { Wave } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { together } from '../check.ts';
import { itemsBefore } from '../decisions.ts';
import { durationText } from '../duration-text.ts';
import type { Frame } from '../frame.ts';
import { eachMachine } from '../judge.ts';
import { broken, type Outcome, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, type Situation, section, situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

type Params =
  | { readonly kind: 'no-policy'; readonly vm: string }
  | { readonly kind: 'policy-missing'; readonly vm: string; readonly policy: string }
  | { readonly kind: 'account-missing'; readonly vm: string; readonly account: string }
  | { readonly kind: 'waits'; readonly wave: string; readonly length: string };

export const unprotectedAfterCommit = defineRule<Params>({
  code: 'FB178',
  title: 'Machine stays without protection after the commit',
  kind: 'advice',
  severity: 'warning',
  severityBecause: 'the machine is home and works; but until it is protected again the next disaster takes it.',
  architecture: 'both',
  decidedBy: ['text', 'inventory'],
  timeToLive: days(7),
  source: {
    ...articles.failback,
    says: 'after commit the machine runs on the site unprotected, until it is reprotected to Azure',
    confidence: 'documented',
  },
  byHand: 'In the vault, open Replication policies and, on the appliance, the accounts it knows.',
  mend: 'Name the policy of the vault or of the machine (`policy:`), and an account that exists; keep what waits before protect short.',
  message: (params) => {
    switch (params.kind) {
      case 'no-policy':
        return `No replication policy is named for '${params.vm}', so it cannot be protected again: after the commit it stays unprotected.`;
      case 'policy-missing':
        return `The vault has no policy '${params.policy}', with which '${params.vm}' shall be protected again: after the commit it stays unprotected.`;
      case 'account-missing':
        return `There is no account '${params.account}', with which '${params.vm}' shall be protected again: after the commit it stays unprotected.`;
      case 'waits':
        return `Wave '${params.wave}' waits ${params.length} before its machines are protected again. For so long they are home without protection.`;
    }
  },
  reads: [],
  check: together(eachMachine('settings to protect again with', settings), waits),
});

function settings({ machine, appliance }: MachineInPlay, { runbook, world }: Frame): Outcome<Params> | undefined {
  const vm = machine.name;
  const policy = machine.policy ?? (runbook.vault === undefined ? undefined : runbook.vault.value.policy);
  if (policy === undefined) return broken({ kind: 'no-policy', vm }, []);
  const policies = section(world, 'policies');
  if (policies !== undefined && !policies.some(({ name }) => sameName(name, policy.value)))
    return broken({ kind: 'policy-missing', vm, policy: policy.value }, policies);
  const account = machine.runAs ?? (appliance === undefined ? undefined : appliance.appliance.runAs);
  const accounts = section(world, 'runAsAccounts');
  if (account === undefined || accounts === undefined) return undefined;
  if (accounts.some(({ name }) => sameName(name, account.value))) return undefined;
  return broken({ kind: 'account-missing', vm, account: account.value }, accounts);
}

function* waits(context: RuleContext): Generator<Verdict<Params>> {
  const situation = situationOf(context);
  for (const wave of situation.runbook.waves) {
    const outcome = waiting(wave, situation);
    const question = { subject: wave.name, at: wave.at, fact: 'wait before protect', how: situation.howToCapture };
    if (outcome !== undefined) yield verdictOn(question, outcome);
  }
}

function waiting(wave: Wave, { runbook }: Situation): Outcome<Params> | undefined {
  const holding = itemsBefore('protect', wave, runbook).find((item) => item.kind === 'hold');
  if (holding === undefined || holding.kind !== 'hold') return undefined;
  return broken({ kind: 'waits', wave: wave.name, length: durationText(holding.for) }, [], { at: holding.at });
}
