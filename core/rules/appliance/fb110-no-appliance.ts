import { hours } from '../../quantity.ts';
import type { Machine } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { together } from '../check.ts';
import { eachAppliance, eachMachine } from '../judge.ts';
import { broken, declared, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';

type Params =
  | { readonly kind: 'not-named'; readonly vm: string }
  | { readonly kind: 'master-target'; readonly vm: string; readonly via: string }
  | { readonly kind: 'not-registered'; readonly appliance: string; readonly called: string }
  | { readonly kind: 'no-agent'; readonly appliance: string };

const named = eachMachine<Params>('way home', ({ machine }) => viaProblem(machine));

const registered = eachAppliance<Params>(
  {
    fact: 'registration in the vault',
    declared: ({ name, appliance, captured }) =>
      'reason' in captured && captured.found === 0
        ? broken({ kind: 'not-registered', appliance: name, called: appliance.applianceName }, captured.looked)
        : declared(),
  },
  (captured, { name }) =>
    captured.reprotectAgentId === undefined
      ? broken({ kind: 'no-agent', appliance: name }, [captured])
      : holds(captured),
);

export const noAppliance = defineRule<Params>({
  code: 'FB110',
  title: 'No registered appliance to come home through',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the request cannot be made without the id of a reprotect agent.',
  architecture: 'modernized',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.swagger,
    says: 'reprotectAgentId is required: the id of the reprotect agent of an appliance registered in the vault',
    confidence: 'documented',
  },
  byHand: 'In the vault, open Site Recovery infrastructure, ASR replication appliances.',
  mend: 'Name an appliance of the vault in `via:`, by the name the vault shows.',
  message: (params) => {
    switch (params.kind) {
      case 'not-named':
        return `The runbook does not say through which appliance '${params.vm}' comes home. Reprotect needs one.`;
      case 'master-target':
        return `'${params.via}' is a master target, which only classic has. '${params.vm}' is of a modernized runbook and comes home through an appliance.`;
      case 'not-registered':
        return `The vault has no appliance called '${params.called}'. Nothing can be reprotected through '${params.appliance}'.`;
      case 'no-agent':
        return `The appliance '${params.appliance}' has no reprotect agent, so the service cannot order it to bring machines home.`;
    }
  },
  reads: [],
  check: together(named, registered),
  fix(params, at, { runbook }) {
    const [only, ...others] = runbook.appliances;
    if (params.kind !== 'master-target' || only === undefined || others.length > 0) return undefined;
    return { title: `Come home through '${only.name}'`, edits: [{ range: at, newText: only.name }] };
  },
});

function viaProblem({ name, via, unresolved }: Machine) {
  // What is written and stands for nothing is told once, where it is written.
  if (unresolved.includes('via')) return undefined;
  if (via === undefined) return broken<Params>({ kind: 'not-named', vm: name }, []);
  if (via.value.kind === 'appliance') return undefined;
  return broken<Params>({ kind: 'master-target', vm: name, via: via.value.name }, [], { at: via.at });
}
