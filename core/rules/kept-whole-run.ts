import type { Runbook } from '../runbook/runbook.ts';
import type { Finding, Judgement } from './assessment.ts';
import type { RulePart } from './machine-bench.ts';
import type { Rule } from './rule.ts';
import { isPlaceIn, leavesAlone, type RunChange, runChange } from './run-change.ts';
import type { RuleContext, Verdict } from './verdict.ts';
import { type Scales, type Tally, weigh, weighCrash } from './weighing.ts';

/** What a part about the whole run came to. */
export interface Whole {
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
  /** When it was judged, and until when it stands as far as time alone goes; in milliseconds. */
  readonly since: number;
  readonly until: number;
}

/** What parts about the whole run rest on, apart from the runbook: as long as it is the same object, it says the same. */
type Ground = object;

/**
 * What the rules about the whole run came to. A verdict stands for as long as nothing changed that its rule reads: a rule
 * that says what it reads in machines is not asked again when some machine says other things.
 */
export class KeptWholeRun {
  #told: ReadonlyMap<number, Whole> = new Map();
  #ground: Ground | undefined;
  #runbook: Runbook | undefined;

  /** By part. */
  get told(): ReadonlyMap<number, Whole> {
    return this.#told;
  }

  /** Judges what does not stand any more; each step is a chance to stop. What was begun and not ended is forgotten. */
  *judge(parts: readonly RulePart[], context: RuleContext, scales: Scales, ground: Ground): Generator<void, void> {
    const { runbook } = context;
    const change =
      this.#ground === ground && this.#runbook !== undefined ? runChange(this.#runbook, runbook) : undefined;
    const told = new Map<number, Whole>();
    for (const { rule, part, index } of parts) {
      if (part.about !== 'whole-run') continue;
      const last = this.#told.get(index);
      if (last !== undefined && change !== undefined && stands(rule, last, change, context.now.getTime())) {
        told.set(index, last);
        continue;
      }
      told.set(index, yield* askWhole(rule, () => part.check(context), context, scales));
      yield;
    }
    this.#told = told;
    this.#ground = ground;
    this.#runbook = runbook;
  }
}

/** Verdicts between two chances to stop. */
const STRIDE = 8;

/** Weighs what a rule says of the whole run; one that breaks down is told. */
export function* askWhole(
  rule: Rule,
  check: () => Iterable<Verdict<unknown>>,
  context: RuleContext,
  scales: Scales,
): Generator<void, Whole> {
  const judgements: Judgement[] = [];
  const findings: Finding[] = [];
  const tally: Tally = {
    judged: (judgement) => void judgements.push(judgement),
    found: (finding) => void findings.push(finding),
  };
  let until = Number.POSITIVE_INFINITY;
  let strides = 0;
  try {
    for (const verdict of check()) {
      until = Math.min(until, scales.freshness.until(rule, verdict));
      weigh(rule, verdict, scales, () => context, tally);
      strides += 1;
      if (strides % STRIDE === 0) yield;
    }
  } catch (thrown) {
    weighCrash(rule, thrown, context.runbook, tally);
  }
  return { judgements, findings, since: context.now.getTime(), until };
}

function stands(rule: Rule, { findings, since, until }: Whole, change: RunChange, now: number): boolean {
  if (rule.reads === undefined || now < since || now > until) return false;
  return leavesAlone(change, rule.reads) && findings.every((finding) => isUntouched(finding, change));
}

/** A finding keeps its places, so none of them may be in a text that was written anew. */
function isUntouched({ at, related, fix }: Finding, { replaced }: RunChange): boolean {
  if (replaced.size === 0) return true;
  if (fix !== undefined || related.length > 0) return false;
  return ![...replaced.keys()].some((machine) => isPlaceIn(machine, at));
}
