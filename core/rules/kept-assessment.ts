import type { Machine } from '../runbook/runbook.ts';
import { stretchBetween, withStretch } from '../stretch.ts';
import type { Assessment, Finding, Judgement, Standing } from './assessment.ts';
import { catalogue } from './catalogue.ts';
import { type Frame, frameOf, isSameFrame } from './frame.ts';
import { type Replaced, stillShown } from './gone-machines.ts';
import { inTextOrder } from './in-text-order.ts';
import { type Bench, benchOf, KeptMachine, type Sitting, sit } from './kept-machine.ts';
import { type RulePart, rulePartsOf, seated } from './machine-bench.ts';
import type { Rule, RuleCode, RuleContext } from './rule.ts';
import { situate } from './situation.ts';
import { statedAt } from './statements.ts';
import { type Tally, weigh, weighCrash } from './weighing.ts';

/** What a part about the whole run came to. */
interface Whole {
  readonly judgements: Judgement[];
  readonly findings: Finding[];
}

/** So many changed machines are judged at once; what is more, a whole estate at its opening, comes when it settles. */
const AT_ONCE = 200;
/** Machines and verdicts between two chances to stop. */
const STRIDE = 8;

/**
 * An assessment that lives as long as its runbook is edited. A machine that is the same object, in a frame of the same
 * objects, is not judged again; so an edit within one machine costs what one machine costs.
 *
 * It answers in two steps. `update` judges the machines that changed and keeps what rules about the whole run found the
 * last time, but for machines that are gone; `settle` judges the rest, in strides that the next edit may cut off. Once
 * it has settled, it equals what `assess` answers from scratch.
 */
export class KeptAssessment {
  readonly #rules: readonly Rule[];
  #context: RuleContext | undefined;
  #parts: readonly RulePart[] = [];
  #stated = '';
  #bench: Bench | undefined;
  #sitting: Sitting | undefined;
  /** Rules that broke down before they could judge any machine, by part. */
  #unseated = new Map<number, Whole>();
  #machines: readonly Machine[] = [];
  #kept: (KeptMachine | undefined)[] = [];
  /** Nobody else has seen the list, so it may be written into. */
  #isOwn = false;
  #whole = new Map<number, Whole>();
  #afterwards: Whole = nothing();
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
    this.#isOwn = false;
    return this.#kept;
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
    this.#takeSeats(context, last);
    this.#takeMachines(context.runbook.machines);
  }

  /** Judges what is left; each step of the iterator is a chance to do something else. The next `update` ends it. */
  *settle(): Generator<void, void> {
    const context = this.#context;
    const bench = this.#bench;
    const sitting = this.#sitting;
    if (this.#settled || context === undefined || bench === undefined || sitting === undefined) return;
    const edition = this.#edition;
    let strides = 0;
    for (const [at, machine] of this.#machines.entries()) {
      const kept = this.#kept[at];
      if (kept?.stands(bench, context.now)) continue;
      this.#own()[at] = successor(new KeptMachine(machine, sitting), kept?.about ?? []);
      strides += 1;
      if (strides % STRIDE !== 0) continue;
      yield;
      if (edition !== this.#edition) return;
    }
    const { whole, afterwards } = yield* this.#judgeWhole(context, bench.frame, sitting, edition);
    if (edition !== this.#edition) return;
    this.#whole = whole;
    this.#afterwards = afterwards;
    this.#handOut();
    this.#settled = true;
  }

  /** The list of machines, to be written into. */
  #own(): (KeptMachine | undefined)[] {
    if (!this.#isOwn) this.#kept = [...this.#kept];
    this.#isOwn = true;
    return this.#kept;
  }

  /** How many judgements stand how. */
  count(standing: Standing): number {
    const own = this.#kept.reduce((sum, kept) => sum + (kept?.row.counts[standing] ?? 0), 0);
    return this.#wholes().reduce(
      (sum, { judgements }) => sum + judgements.filter((each) => each.standing === standing).length,
      own,
    );
  }

  countBroken(severity: Finding['severity']): number {
    const own = this.#kept.reduce((sum, kept) => sum + (kept?.broken[severity] ?? 0), 0);
    const isSuch = (finding: Finding) => finding.standing === 'broken' && finding.severity === severity;
    return this.#wholes().reduce((sum, { findings }) => sum + findings.filter(isSuch).length, own);
  }

  /** The whole of it, as `assess` tells it. */
  assessment(): Assessment | undefined {
    const context = this.#context;
    if (context === undefined) return undefined;
    const judgements: Judgement[] = [];
    const findings: Finding[][] = this.#parts.map(() => []);
    for (const kept of this.#kept) for (const { index, finding } of kept?.found ?? []) findings[index]?.push(finding);
    for (const { index, part, rule } of this.#parts) {
      const whole = this.#unseated.get(index) ?? this.#whole.get(index);
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

  #takeSeats(context: RuleContext, last: RuleContext | undefined): void {
    const { runbook, inventory, now } = context;
    const stated = statedAt(runbook, now);
    const isSame =
      this.#bench !== undefined &&
      last !== undefined &&
      last.inventory === inventory &&
      stated === this.#stated &&
      isSameFrame(last.runbook, runbook);
    if (!isSame) {
      const frame = frameOf(runbook, inventory);
      this.#stated = stated;
      this.#parts = rulePartsOf(this.#rules, runbook.architecture.value);
      this.#unseated = new Map();
      const crashed = ({ rule, index }: RulePart, thrown: unknown) => {
        const whole = nothing();
        weighCrash(rule, thrown, runbook, tallyInto(whole));
        this.#unseated.set(index, whole);
      };
      this.#bench = benchOf(frame, seated(this.#parts, frame, crashed));
    }
    if (this.#bench !== undefined) this.#sitting = sit(this.#bench, context);
  }

  #takeMachines(machines: readonly Machine[]): void {
    const { from, gone: goneCount, came } = stretchBetween(this.#machines, machines);
    const oldEnd = from + goneCount;
    const newEnd = from + came;
    const before = this.#kept.slice(from, oldEnd);
    const gone = new Map(this.#machines.slice(from, oldEnd).map((machine, at) => [machine, before[at]]));
    const after = machines.slice(from, newEnd).map((machine) => {
      const kept = gone.get(machine);
      gone.delete(machine);
      return kept;
    });
    const successors = new Map(
      after.flatMap((kept, at) => {
        const machine = machines[from + at];
        return kept === undefined && machine !== undefined ? [[machine.name.toLowerCase(), machine] as const] : [];
      }),
    );
    const replaced = [...gone.keys()].map((machine) => ({
      from: machine,
      to: successors.get(machine.name.toLowerCase()),
    }));
    const shown = new Map(
      replaced.flatMap((each) =>
        each.to === undefined ? [] : [[each.to, aboutOf(each, gone.get(each.from))] as const],
      ),
    );
    this.#judgeAtOnce(after, machines, from, shown);
    this.#kept = withStretch(this.#kept, from, oldEnd - from, after);
    this.#isOwn = false;
    this.#machines = machines;
    this.#others = stillShown(this.#others, replaced);
  }

  #judgeAtOnce(
    kept: (KeptMachine | undefined)[],
    machines: readonly Machine[],
    from: number,
    shown: ReadonlyMap<Machine, readonly Finding[]>,
  ): void {
    let left = AT_ONCE;
    for (const [at, known] of kept.entries()) {
      const machine = machines[from + at];
      if (known !== undefined || machine === undefined || this.#sitting === undefined || left === 0) continue;
      kept[at] = successor(new KeptMachine(machine, this.#sitting), shown.get(machine) ?? []);
      left -= 1;
    }
  }

  *#judgeWhole(context: RuleContext, frame: Frame, { scales }: Sitting, edition: number) {
    const whole = new Map<number, Whole>();
    const kept = this.#kept;
    situate(
      context,
      frame,
      onlyOnce(() => kept.flatMap((each) => each?.subject ?? [])),
    );
    const telling = () => context;
    let strides = 0;
    const ask = function* (rule: Rule, check: () => Iterable<Parameters<typeof weigh>[1]>): Generator<void, Whole> {
      const told = nothing();
      const tally = tallyInto(told);
      try {
        for (const verdict of check()) {
          weigh(rule, verdict, scales, telling, tally);
          strides += 1;
          if (strides % STRIDE === 0) yield;
        }
      } catch (thrown) {
        weighCrash(rule, thrown, context.runbook, tally);
      }
      return told;
    };
    const isCut = () => edition !== this.#edition;
    for (const { rule, part, index } of this.#parts) {
      if (isCut()) break;
      if (part.about !== 'whole-run') continue;
      whole.set(index, yield* ask(rule, () => part.check(context)));
      yield;
    }
    const afterwards = nothing();
    const judged = { rules: this.#rules, judgementsOf: (code: RuleCode) => this.#judgementsOf(code, whole) };
    const { value: architecture } = context.runbook.architecture;
    for (const rule of this.#rules) {
      if (rule.checkAfterwards === undefined || isCut()) continue;
      if (rule.architecture !== 'both' && rule.architecture !== architecture) continue;
      const { judgements, findings } = yield* ask(rule, () => rule.checkAfterwards?.(judged, context) ?? []);
      afterwards.judgements.push(...judgements);
      afterwards.findings.push(...findings);
    }
    return { whole, afterwards };
  }

  *#judgementsOf(code: RuleCode, whole: ReadonlyMap<number, Whole>): Generator<Judgement> {
    for (const { index, rule, part } of this.#parts) {
      if (rule.code !== code) continue;
      yield* (this.#unseated.get(index) ?? whole.get(index))?.judgements ?? [];
      if (part.about === 'each-machine') yield* this.#judgementsOfPart(index, code);
    }
  }

  *#judgementsOfPart(index: number, code: RuleCode): Generator<Judgement> {
    for (const kept of this.#kept)
      for (const cell of kept?.row.cells ?? [])
        if (cell.index === index)
          yield { code, subject: kept?.subject.machine.name ?? '', standing: cell.standing, seenAt: cell.seenAt };
  }

  /** Gives what was found of the whole run to the machines that it is about. */
  #handOut(): void {
    const about = new Map<string, Finding[]>();
    for (const machine of this.#machines) about.set(machine.name, []);
    const others: Finding[] = [];
    for (const { findings } of this.#wholes())
      for (const finding of findings) (about.get(finding.subject) ?? others).push(finding);
    for (const kept of this.#kept) {
      if (kept === undefined) continue;
      const { name } = kept.subject.machine;
      const own = about.get(name) ?? [];
      about.delete(name);
      if (!isSameFound(kept.about, own)) kept.about = own;
    }
    this.#isOwn = false;
    this.#own();
    if (!isSameFound(this.#others, others)) this.#others = others;
  }

  #wholes(): readonly Whole[] {
    return [...this.#unseated.values(), ...this.#whole.values(), this.#afterwards];
  }
}

/** Whether the rules found again what they had found, so that whoever keeps it by object may go on doing so. */
function isSameFound(some: readonly Finding[], others: readonly Finding[]): boolean {
  return some.length === others.length && some.every((one, at) => isSameFinding(one, others[at]));
}

function isSameFinding(one: Finding, other: Finding | undefined): boolean {
  if (other === undefined || one.related.length + other.related.length > 0) return false;
  if (one.fix !== undefined || other.fix !== undefined) return false;
  return SAME.every((key) => one[key] === other[key]) && one.missing?.fact === other.missing?.fact;
}

const SAME = [
  'code',
  'at',
  'standing',
  'severity',
  'subject',
  'message',
  'remedy',
  'blocks',
  'acceptedBecause',
] as const satisfies readonly (keyof Finding)[];

function aboutOf(replaced: Replaced, kept: KeptMachine | undefined): readonly Finding[] {
  return kept === undefined ? [] : stillShown(kept.about, [replaced]);
}

function successor(kept: KeptMachine, about: readonly Finding[]): KeptMachine {
  kept.about = about;
  return kept;
}

function nothing(): Whole {
  return { judgements: [], findings: [] };
}

function tallyInto({ judgements, findings }: Whole): Tally {
  return {
    judged: (judgement) => void judgements.push(judgement),
    found: (finding) => void findings.push(finding),
  };
}

function onlyOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
