import { type Change, inOrder } from './change.ts';
import { changedFacts } from './changed-facts.ts';
import { changedFindings } from './changed-findings.ts';
import { changedGates } from './changed-gates.ts';
import { changedGroups } from './changed-groups.ts';
import { changedMachines } from './changed-machines.ts';
import { changedOrder } from './changed-order.ts';
import { changedScripts } from './changed-scripts.ts';
import { changedSite } from './changed-site.ts';
import { changedWays } from './changed-ways.ts';
import { changedWhole } from './changed-whole.ts';
import { type Figures, figuresOf } from './figures.ts';
import { pairUp, type Side } from './side.ts';

/** What another version of a runbook means. */
export interface Review {
  /** The gravest first. Empty when nothing is decided otherwise, however much of the text is different. */
  readonly changes: readonly Change[];
  readonly before: Figures;
  readonly after: Figures;
}

/** Compares two versions by meaning: formatting, order, files and private names count for nothing. Pure. */
export function reviewOf(before: Side, after: Side): Review {
  const sides = pairUp(before, after);
  const changes = [
    ...changedWhole(sides),
    ...changedMachines(sides),
    ...changedWays(sides),
    ...changedFacts(sides),
    ...changedGates(sides),
    ...changedScripts(sides),
    ...changedOrder(sides),
    ...changedGroups(sides),
    ...changedFindings(sides),
    ...changedSite(sides),
  ];
  return { changes: inOrder(changes), before: figuresOf(before), after: figuresOf(after) };
}
