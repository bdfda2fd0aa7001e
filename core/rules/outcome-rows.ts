import type { Timestamp } from '../quantity.ts';
import type { Standing } from './assessment.ts';
import type { RuleCode } from './verdict.ts';

/** How a part of a rule stands for a machine, without the machine. */
export interface Cell {
  /** Of the part, in the order of the catalogue. */
  readonly index: number;
  readonly code: RuleCode;
  readonly standing: Standing;
  readonly seenAt: Timestamp | undefined;
}

/** All that was judged of one machine, by the order of the parts. Machines that stand alike share one row. */
export interface Row {
  readonly cells: readonly Cell[];
  readonly counts: Readonly<Partial<Record<Standing, number>>>;
  /** What one part judged. */
  of(index: number): readonly Cell[];
}

/**
 * The rows of an estate. Ten thousand machines have a million judgements and a handful of different rows, since most were
 * captured at one moment and stand alike; so each cell and each row is there once.
 */
export class OutcomeRows {
  readonly #cells: Cell[][] = [];
  readonly #numbers = new Map<Cell, number>();
  readonly #rows = new Map<string, Row>();
  #last: Row | undefined;

  cell(index: number, code: RuleCode, standing: Standing, seenAt: Timestamp | undefined): Cell {
    this.#cells[index] ??= [];
    const alike = this.#cells[index];
    const known = alike.find((each) => each.standing === standing && each.seenAt === seenAt);
    if (known !== undefined) return known;
    const cell = { index, code, standing, seenAt };
    alike.push(cell);
    this.#numbers.set(cell, this.#numbers.size);
    return cell;
  }

  row(cells: readonly Cell[]): Row {
    if (this.#last !== undefined && isSame(this.#last.cells, cells)) return this.#last;
    const key = cells.map((cell) => this.#numbers.get(cell)).join(' ');
    const row = this.#rows.get(key) ?? rowOf([...cells]);
    this.#rows.set(key, row);
    this.#last = row;
    return row;
  }
}

function rowOf(cells: readonly Cell[]): Row {
  const byIndex = Map.groupBy(cells, ({ index }) => index);
  return { cells, counts: counted(cells), of: (index) => byIndex.get(index) ?? [] };
}

function isSame(some: readonly Cell[], others: readonly Cell[]): boolean {
  return some.length === others.length && some.every((cell, at) => cell === others[at]);
}

function counted(cells: readonly Cell[]): Row['counts'] {
  const counts: Partial<Record<Standing, number>> = {};
  for (const { standing } of cells) counts[standing] = (counts[standing] ?? 0) + 1;
  return counts;
}
