import type { Machine, Runbook, Wave } from '../../runbook/runbook.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { broken, holds, type Outcome, type Question, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { listed } from '../words.ts';

/** @source limits of recovery plans. failback goes item by item, so they bind only who mirrors waves as a plan. */
const MAX_MACHINES = 100;
const MAX_GROUPS = 7;

type Params =
  | { readonly kind: 'several'; readonly vm: string; readonly waves: readonly string[] }
  | { readonly kind: 'none'; readonly vm: string }
  | { readonly kind: 'large'; readonly wave: string; readonly machines: number }
  | { readonly kind: 'many'; readonly waves: number };

export const waveMembership = defineRule<Params>({
  code: 'FB157',
  title: 'Waves do not take each machine exactly once, or outgrow a recovery plan',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a machine in two waves would be moved twice. A machine in none is a warning; the limits of recovery plans are information, since failback moves machines one by one.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.recoveryPlans,
    says: 'a machine is in exactly one group of a recovery plan, and a plan has at most 7 groups and 100 machines',
    confidence: 'documented',
  },
  byHand: 'Read the `machines:` of the waves; a group of `vms` stands for all of its members.',
  mend: 'Name each machine in exactly one wave.',
  message: (params) => {
    switch (params.kind) {
      case 'several':
        return `'${params.vm}' is in the waves ${listed(params.waves)}. A machine comes home once.`;
      case 'none':
        return `'${params.vm}' is in no wave, so this runbook does not bring it home.`;
      case 'large':
        return `Wave '${params.wave}' has ${params.machines} machines; a recovery plan takes ${MAX_MACHINES}. failback moves them one by one, but nobody could take the wave over as a recovery plan.`;
      case 'many':
        return `The runbook has ${params.waves} waves; a recovery plan takes ${MAX_GROUPS} groups. failback needs no recovery plan, but nobody could take the waves over as one.`;
    }
  },
  remedy: ({ kind }) =>
    kind === 'large' || kind === 'many'
      ? 'Nothing, unless you keep a recovery plan beside the runbook; then make the waves smaller or fewer.'
      : 'Name the machine in exactly one wave.',
  reads: [],
  *check(context) {
    const { runbook } = context;
    const ask = (subject: string, at: SourceRange): Question => ({
      subject,
      at,
      fact: 'waves',
      how: situationOf(context).howToCapture,
    });
    const mentions = mentionsOf(runbook);
    for (const machine of runbook.machines)
      yield verdictOn(ask(machine.name, machine.at), membership(machine, mentions.get(machine) ?? []));
    for (const wave of runbook.waves) {
      const machines = wave.machines.length;
      if (machines <= MAX_MACHINES) continue;
      const outcome = broken<Params>({ kind: 'large', wave: wave.name, machines }, [], { severity: 'info' });
      yield verdictOn(ask(wave.name, wave.at), outcome);
    }
    const waves = runbook.waves.length;
    if (waves > MAX_GROUPS)
      yield verdictOn(ask(runbook.name, runbook.at), broken<Params>({ kind: 'many', waves }, [], { severity: 'info' }));
  },
});

interface Mention {
  readonly wave: Wave;
  readonly at: SourceRange;
}

function mentionsOf({ waves }: Runbook): ReadonlyMap<Machine, readonly Mention[]> {
  const all = waves.flatMap((wave) => wave.machines.map(({ value, at }) => ({ machine: value, wave, at })));
  return Map.groupBy(all, ({ machine }) => machine);
}

function membership({ name }: Machine, mentions: readonly Mention[]): Outcome<Params> {
  const [first, second] = mentions;
  if (first === undefined) return broken({ kind: 'none', vm: name }, [], { severity: 'warning' });
  if (second === undefined) return holds();
  const related = [{ at: first.at, message: `'${name}' is in wave '${first.wave.name}' here already.` }];
  const waves = [...new Set(mentions.map(({ wave }) => wave.name))];
  return broken({ kind: 'several', vm: name, waves }, [], { at: second.at, related });
}
