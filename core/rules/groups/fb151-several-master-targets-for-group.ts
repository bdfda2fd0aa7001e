import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { stageOf } from '../item-stage.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { Situation } from '../situation.ts';
import { listed } from '../words.ts';
import { eachGroup, type GroupInPlay } from './groups-in-play.ts';

interface Params {
  readonly group: string;
  readonly targets: readonly string[];
  /** Written: the master target that the others of the group name. */
  readonly instead: string | undefined;
}

export const severalMasterTargetsForGroup = defineRule<Params>({
  code: 'FB151',
  title: 'Consistency group is spread over several master targets',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'a common recovery point needs all members on one master target; the service refuses the others.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.reprotect,
    says: 'all machines of a replication group must use the same master target',
    confidence: 'documented',
  },
  byHand:
    'Read the `via:` of the members; for those that replicate home already, see the master target in their properties.',
  mend: 'Send all members through one master target: the same `via:` for each. Where none of them names one, the plan chooses one for the whole declared group.',
  message: ({ group, targets }) =>
    `The machines of the consistency group '${group}' are to come home through ${listed(targets)}. A group needs one master target for all of its machines, and reprotect of the others would be refused.`,
  reads: [],
  check: eachGroup<Params>('master targets', (group, situation) => asWritten(group) ?? asCaptured(group, situation)),
  fix({ instead }, at) {
    if (instead === undefined) return undefined;
    return { title: `Go through '${instead}' like the others`, edits: [{ range: at, newText: instead }] };
  },
});

function asWritten({ name, declared, members }: GroupInPlay): Outcome<Params> | undefined {
  const vias = members.flatMap(({ machine }) => machine.via ?? []);
  const [first] = vias;
  const other = vias.find(({ value }) => value !== first?.value);
  if (first !== undefined && other !== undefined) {
    const targets = [...new Set(vias.map(({ value }) => value.name))];
    return broken({ group: name, targets, instead: first.value.name }, [], { at: other.at });
  }
  // For a group that it knows the plan takes one target; for one that only the vault knows it may take several.
  const open = members.find(({ machine }) => machine.via === undefined);
  if (open === undefined || declared !== undefined) return undefined;
  return unknown(
    `the runbook neither declares the group nor says through which target '${open.machine.name}' comes home`,
  );
}

/** Those that replicate home already, each through some master target; what is written says nothing of them. */
function asCaptured({ name, members }: GroupInPlay, { world }: Situation): Outcome<Params> {
  const seen = members.flatMap(({ item }) => item.seen ?? []);
  const returning = seen.filter((item) => stageOf(item) === 'returning' && item.masterTargetId !== undefined);
  const ids = [...new Set(returning.map(({ masterTargetId }) => (masterTargetId ?? '').toLowerCase()))];
  const targets = ids.map((id) => world?.inventory.masterTargets?.find((each) => sameName(each.id, id))?.name ?? id);
  if (targets.length > 1) return broken({ group: name, targets, instead: undefined }, returning);
  return seen.length === members.length ? holds(...seen) : declared();
}
