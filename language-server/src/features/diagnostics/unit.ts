import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../../../../core/rules/assessment.ts';
import { type Gravity, gravityOf } from '../../../../core/rules/gravity.ts';
import type { SourceRange } from '../../../../core/runbook/source.ts';
import type { TextProblem } from '../../lower/text-problem.ts';
import { fromFinding, fromProblem, together } from './draw.ts';

/** More unknowns than this at one place are told together: each rule on its own line would bury the rest. */
const UNKNOWNS_APART = 1;

/** One diagnostic to be. It is drawn when it is shown, and again only where it has moved. */
export class Unit {
  readonly gravity: Gravity;
  readonly at: SourceRange;
  /** How many findings it tells. */
  readonly findings: number;
  readonly #places: readonly SourceRange[];
  readonly #draw: (pages: string | undefined) => Diagnostic;
  #drawn: { readonly where: string; readonly pages: string | undefined; readonly diagnostic: Diagnostic } | undefined;

  constructor(
    gravity: Gravity,
    findings: number,
    places: readonly [SourceRange, ...SourceRange[]],
    draw: (pages: string | undefined) => Diagnostic,
  ) {
    this.gravity = gravity;
    this.findings = findings;
    this.at = places[0];
    this.#places = places;
    this.#draw = draw;
  }

  diagnostic(pages: string | undefined): Diagnostic {
    const where = this.#places.map(({ start }) => `${start.line}:${start.character}`).join(' ');
    if (this.#drawn?.where !== where || this.#drawn.pages !== pages)
      this.#drawn = { where, pages, diagnostic: this.#draw(pages) };
    return this.#drawn.diagnostic;
  }
}

const drawn = new WeakMap<Finding | TextProblem, Unit>();
const groups = new WeakMap<Finding, { readonly findings: readonly Finding[]; readonly unit: Unit }>();

export function unitOfProblem(problem: TextProblem): Unit {
  return once(problem, () => {
    const places = [problem.at, ...(problem.related ?? []).map(({ at }) => at)] as const;
    return new Unit(problem.severity === 'error' ? 1 : 2, 1, places, () => fromProblem(problem));
  });
}

/** What is told of findings: each that is known, or whose rule broke down, by itself; those that nobody knows by their place. */
export function unitsOf(findings: readonly Finding[]): readonly Unit[] {
  const isTogether = ({ standing, missing }: Finding) => standing === 'unknown' && missing?.crashed !== true;
  const unknown = findings.filter(isTogether);
  const known = findings.filter((finding) => !isTogether(finding));
  if (unknown.length === 0) return known.map(unitOfFinding);
  const byPlace = Map.groupBy(unknown, ({ at: { uri, start, end } }) =>
    [uri, start.line, start.character, end.line, end.character].join(' '),
  );
  return [
    ...known.map(unitOfFinding),
    ...[...byPlace.values()].flatMap((group) =>
      group.length > UNKNOWNS_APART ? [unitOfGroup(group)] : group.map(unitOfFinding),
    ),
  ];
}

function unitOfFinding(finding: Finding): Unit {
  return once(finding, () => {
    const related = finding.related.map(({ at }) => at);
    const edits = (finding.fix?.edits ?? []).map(({ range }) => range);
    return new Unit(gravityOf(finding), 1, [finding.at, ...related, ...edits], (pages) => fromFinding(finding, pages));
  });
}

function unitOfGroup(findings: readonly Finding[]): Unit {
  const [first] = findings as readonly [Finding, ...Finding[]];
  const known = groups.get(first);
  if (known?.findings.length === findings.length && known.findings.every((each, at) => each === findings[at]))
    return known.unit;
  const gravity = findings.some(({ blocks }) => blocks) ? 3 : 4;
  const unit = new Unit(gravity, findings.length, [first.at], () => together(findings));
  groups.set(first, { findings, unit });
  return unit;
}

function once<T extends Finding | TextProblem>(told: T, make: () => Unit): Unit {
  const known = drawn.get(told) ?? make();
  drawn.set(told, known);
  return known;
}
