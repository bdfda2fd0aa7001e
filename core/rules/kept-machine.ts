import type { Machine } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import type { Finding } from './assessment.ts';
import type { Frame } from './frame.ts';
import { freshnessAt } from './freshness.ts';
import { contextOfOne, judgeMachine, type SeatedJudge } from './machine-bench.ts';
import type { MachineInPlay } from './machine-in-play.ts';
import { type Cell, OutcomeRows, type Row } from './outcome-rows.ts';
import { statementsOf } from './statements.ts';
import type { RuleContext } from './verdict.ts';
import type { Scales } from './weighing.ts';

/** The rules about machines, in one frame, with what was said of their findings. */
export interface Bench {
  readonly frame: Frame;
  readonly judges: readonly SeatedJudge[];
  readonly rows: OutcomeRows;
}

/** A bench at one moment. */
export interface Sitting {
  readonly bench: Bench;
  readonly scales: Scales;
  /** What a fix may look at besides its machine. */
  readonly context: RuleContext;
}

export function benchOf(frame: Frame, judges: readonly SeatedJudge[]): Bench {
  return { frame, judges, rows: new OutcomeRows() };
}

/** Machines and waves are left out, so that what was judged long ago keeps no old runbook alive. */
export function sit(bench: Bench, { runbook, inventory, now }: RuleContext): Sitting {
  return {
    bench,
    scales: {
      freshness: freshnessAt(now, () => bench.frame.howToCapture),
      statements: statementsOf(runbook, now),
    },
    context: {
      runbook: { ...runbook, machines: [], waves: [], apps: [], consistencyGroups: [] },
      inventory,
      now,
    },
  };
}

/** A finding of one machine, with the part of the rule that told it. */
export interface Found {
  readonly index: number;
  readonly finding: Finding;
}

/** More findings than this are not kept but judged again when they are asked for: nobody reads those of all machines. */
const KEPT = 4;

/** What was judged of one machine. It stands for as long as the machine and the bench are the same, and facts are fresh. */
export class KeptMachine {
  readonly subject: MachineInPlay;
  readonly row: Row;
  /** How many findings of it are broken, by severity. */
  readonly broken: { readonly error: number; readonly warning: number; readonly info: number };
  readonly findingCount: number;
  /** What was found of it and stands outside of its own block: at shared defaults, or at a thing of the site. */
  readonly elsewhere: readonly Finding[];
  /** What rules about the whole run found of it when they were last asked. */
  about: readonly Finding[] = [];
  /** Until when it stands as far as time alone goes, in milliseconds. */
  readonly until: number;
  readonly #sitting: Sitting;
  readonly #found: readonly Found[] | undefined;

  constructor(machine: Machine, sitting: Sitting) {
    this.#sitting = sitting;
    this.subject = sitting.bench.frame.inPlay(machine);
    const { found, cells, until } = judged(this.subject, sitting);
    this.row = sitting.bench.rows.row(cells);
    this.until = until;
    this.findingCount = found.length;
    this.#found = found.length <= KEPT ? found : undefined;
    this.elsewhere = found.flatMap(({ finding }) => (standsIn(machine, finding.at) ? [] : [finding]));
    this.broken = brokenOf(found);
  }

  /** A machine judged now, with what was found of it when the whole run was judged the last time. */
  static judged(machine: Machine, sitting: Sitting, about: readonly Finding[]): KeptMachine {
    const kept = new KeptMachine(machine, sitting);
    kept.about = about;
    return kept;
  }

  get found(): readonly Found[] {
    return this.#found ?? judged(this.subject, this.#sitting).found;
  }

  /** Whether judging it again on this bench, at this moment, would come to the same. */
  stands(bench: Bench, now: Date): boolean {
    const moment = now.getTime();
    return this.#sitting.bench === bench && this.#sitting.context.now.getTime() <= moment && moment <= this.until;
  }
}

function judged(subject: MachineInPlay, { bench, scales, context: { runbook, inventory, now } }: Sitting) {
  const found: Found[] = [];
  const cells: Cell[] = [];
  let until = Number.POSITIVE_INFINITY;
  const context = contextOfOne(subject, runbook, inventory, now);
  for (const judge of bench.judges) {
    const { index } = judge;
    const fresh = judgeMachine(judge, subject, scales, context, {
      judged: ({ code, standing, seenAt }) => void cells.push(bench.rows.cell(index, code, standing, seenAt)),
      found: (finding) => void found.push({ index, finding }),
    });
    // What cannot be compared does not last.
    until = Math.min(fresh, until);
  }
  return { found, cells, until };
}

/** Whether a place is within the declaration of a machine. */
export function standsIn({ block }: Machine, at: SourceRange): boolean {
  return at.uri === block.uri && at.start.line >= block.start.line && at.start.line <= block.end.line;
}

function brokenOf(found: readonly Found[]): KeptMachine['broken'] {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { finding } of found) if (finding.standing === 'broken') counts[finding.severity] += 1;
  return found.length === 0 ? NONE : counts;
}

const NONE = { error: 0, warning: 0, info: 0 } as const;
