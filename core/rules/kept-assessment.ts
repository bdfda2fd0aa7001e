import type { Assessment, Finding, Judgement, Standing } from './assessment.ts';
import { catalogue } from './catalogue.ts';
import { frameOf, isSameFrame } from './frame.ts';
import { stillShown } from './gone-machines.ts';
import { handOut, isSameFound } from './hand-out.ts';
import { inTextOrder } from './in-text-order.ts';
import { type Bench, benchOf, type KeptMachine, type Sitting, sit } from './kept-machine.ts';
import { KeptMachines } from './kept-machines.ts';
import { askWhole, KeptWholeRun, type Whole } from './kept-whole-run.ts';
import { type RulePart, rulePartsOf, seated } from './machine-bench.ts';
import type { Rule } from './rule.ts';
import { situate } from './situation.ts';
import { statedAt } from './statements.ts';
import type { RuleCode, RuleContext } from './verdict.ts';
import { weighCrash } from './weighing.ts';

type Told = Pick<Whole, 'judgements' | 'findings'>;

/**
 * An assessment that lives as long as its runbook is edited. A machine that is the same object, in a frame of the same
 * objects, is not judged again, nor is a rule about the whole run that reads nothing of what changed; so an edit within
 * one machine costs what one machine costs.
 *
 * It answers in two steps. `update` judges the machines that changed and keeps what rules about the whole run found the
 * last time, but for machines that are gone; `settle` judges the rest, in strides that the next edit may cut off. Once
 * it has settled, it equals what `assess` answers from scratch.
 */
export class KeptAssessment {
  readonly #rules: readonly Rule[];
  readonly #kept = new KeptMachines();
  readonly #whole = new KeptWholeRun();
  #context: RuleContext | undefined;
  #parts: readonly RulePart[] = [];
  #stated = '';
  #bench: Bench | undefined;
  #sitting: Sitting | undefined;
  /** Rules that broke down before they could judge any machine, by part. */
  #unseated: ReadonlyMap<number, Told> = new Map();
  #afterwards: Told = { judgements: [], findings: [] };
  #others: readonly Finding[] = [];
  #edition = 0;
  #settled = false;

  constructor(rules: readonly Rule[] = catalogue) {
    this.#rules = rules;
  }

  /** Nothing is left to judge. */
  get settled(): boolean {
    return this.#settled;
  }

  /** By the order of the runbook; undefined where a machine has yet to be judged for the first time. Another list with each change. */
  get machines(): readonly (KeptMachine | undefined)[] {
    return this.#kept.all;
  }

  /** What was found of the run as a whole, and of no machine. */
  get others(): readonly Finding[] {
    return this.#others;
  }

  update(context: RuleContext): void {
    const last = this.#context;
    if (last?.runbook === context.runbook && last.inventory === context.inventory && +last.now === +context.now) return;
    this.#edition += 1;
    this.#settled = false;
    this.#context = context;
    const sitting = sit(this.#benchFor(context, last), context);
    this.#sitting = sitting;
    const replaced = this.#kept.take(context.runbook.machines, sitting);
    this.#others = stillShown(this.#others, replaced);
  }

  /** Judges what is left; each step of the iterator is a chance to do something else. The next `update` ends it. */
  *settle(): Generator<void, void> {
    const edition = this.#edition;
    for (const _ of this.#steps()) {
      yield;
      if (edition !== this.#edition) return;
    }
  }

  /** The last moment at which all of it stands, as far as time alone goes: facts age, and statements lapse. In milliseconds. */
  get until(): number {
    const context = this.#context;
    if (context === undefined) return Number.POSITIVE_INFINITY;
    const { runbook, now } = context;
    const lapses = [...runbook.accepted, ...runbook.attested].flatMap(({ until }) =>
      until === undefined ? [] : Date.parse(until.value),
    );
    const ahead = lapses.filter((moment) => moment >= now.getTime());
    const ofMachines = this.#kept.all.reduce(
      (first, kept) => Math.min(first, kept?.until ?? first),
      Number.POSITIVE_INFINITY,
    );
    return [...this.#whole.told.values()].reduce(
      (first, { until }) => Math.min(first, until),
      Math.min(ofMachines, ...ahead),
    );
  }

  /** How many judgements stand how. */
  count(standing: Standing): number {
    const own = this.#kept.all.reduce((sum, kept) => sum + (kept?.row.counts[standing] ?? 0), 0);
    return this.#wholes().reduce(
      (sum, { judgements }) => sum + judgements.filter((each) => each.standing === standing).length,
      own,
    );
  }

  countBroken(severity: Finding['severity']): number {
    const own = this.#kept.all.reduce((sum, kept) => sum + (kept?.broken[severity] ?? 0), 0);
    const isSuch = (finding: Finding) => finding.standing === 'broken' && finding.severity === severity;
    return this.#wholes().reduce((sum, { findings }) => sum + findings.filter(isSuch).length, own);
  }

  /** The whole of it, as `assess` tells it. */
  assessment(): Assessment | undefined {
    const context = this.#context;
    if (context === undefined) return undefined;
    const judgements: Judgement[] = [];
    const findings: Finding[][] = this.#parts.map(() => []);
    for (const kept of this.#kept.all)
      for (const { index, finding } of kept?.found ?? []) findings[index]?.push(finding);
    for (const { index, part, rule } of this.#parts) {
      const whole = this.#toldOf(index);
      for (const judgement of whole?.judgements ?? []) judgements.push(judgement);
      for (const finding of whole?.findings ?? []) findings[index]?.push(finding);
      if (part.about === 'each-machine')
        for (const judgement of this.#judgementsOfPart(index, rule.code)) judgements.push(judgement);
    }
    return {
      architecture: context.runbook.architecture.value,
      judgements: [...judgements, ...this.#afterwards.judgements],
      findings: inTextOrder([...findings.flat(), ...this.#afterwards.findings]),
    };
  }

  *#steps(): Generator<void, void> {
    const [context, sitting] = [this.#context, this.#sitting];
    if (this.#settled || context === undefined || sitting === undefined) return;
    yield* this.#kept.judge(sitting);
    const { bench, scales } = sitting;
    situate(
      context,
      bench.frame,
      onlyOnce(() => this.#kept.all.flatMap((each) => each?.subject ?? [])),
    );
    yield* this.#whole.judge(this.#parts, context, scales, bench);
    this.#afterwards = yield* this.#judgeAfterwards(context, sitting);
    const others = handOut(this.#wholes(), this.#kept.all);
    this.#kept.renew();
    if (!isSameFound(this.#others, others)) this.#others = others;
    this.#settled = true;
  }

  #benchFor(context: RuleContext, last: RuleContext | undefined): Bench {
    const { runbook, inventory, now } = context;
    const stated = statedAt(runbook, now);
    const isSame = (one: RuleContext) =>
      one.inventory === inventory && stated === this.#stated && isSameFrame(one.runbook, runbook);
    if (this.#bench !== undefined && last !== undefined && isSame(last)) return this.#bench;
    const frame = frameOf(runbook, inventory);
    this.#stated = stated;
    this.#parts = rulePartsOf(this.#rules, runbook.architecture.value);
    const unseated = new Map<number, Told>();
    const crashed = ({ rule, index }: RulePart, thrown: unknown) => {
      const told = { judgements: [] as Judgement[], findings: [] as Finding[] };
      weighCrash(rule, thrown, runbook, {
        judged: (judgement) => void told.judgements.push(judgement),
        found: (finding) => void told.findings.push(finding),
      });
      unseated.set(index, told);
    };
    this.#bench = benchOf(frame, seated(this.#parts, frame, crashed));
    this.#unseated = unseated;
    return this.#bench;
  }

  *#judgeAfterwards(context: RuleContext, { scales }: Sitting): Generator<void, Told> {
    const { value: architecture } = context.runbook.architecture;
    const judged = { rules: this.#rules, judgementsOf: (code: RuleCode) => this.#judgementsOf(code) };
    const told: Whole[] = [];
    for (const rule of this.#rules) {
      if (rule.checkAfterwards === undefined) continue;
      if (rule.architecture !== 'both' && rule.architecture !== architecture) continue;
      told.push(yield* askWhole(rule, () => rule.checkAfterwards?.(judged, context) ?? [], context, scales));
    }
    return {
      judgements: told.flatMap(({ judgements }) => judgements),
      findings: told.flatMap(({ findings }) => findings),
    };
  }

  *#judgementsOf(code: RuleCode): Generator<Judgement> {
    for (const { index, rule, part } of this.#parts) {
      if (rule.code !== code) continue;
      yield* this.#toldOf(index)?.judgements ?? [];
      if (part.about === 'each-machine') yield* this.#judgementsOfPart(index, code);
    }
  }

  *#judgementsOfPart(index: number, code: RuleCode): Generator<Judgement> {
    for (const kept of this.#kept.all)
      for (const { standing, seenAt } of kept?.row.of(index) ?? [])
        yield { code, subject: kept?.subject.machine.name ?? '', standing, seenAt };
  }

  #toldOf(index: number): Told | undefined {
    return this.#unseated.get(index) ?? this.#whole.told.get(index);
  }

  #wholes(): readonly Told[] {
    return [...this.#unseated.values(), ...this.#whole.told.values(), this.#afterwards];
  }
}

function onlyOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
