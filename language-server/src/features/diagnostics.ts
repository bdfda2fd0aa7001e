import type { Diagnostic } from 'vscode-languageserver';
import type { SourceRange } from '../../../core/runbook/source.ts';
import type { TextProblem } from '../lower/text-problem.ts';
import type { Analysis } from '../workspace/runbook-analysis.ts';
import { fromBreakdown, fromInventory, leftOut } from './diagnostics/draw.ts';
import { type Unit, unitOfProblem } from './diagnostics/unit.ts';
import { unitsInFile } from './diagnostics/units-in-file.ts';

export type { DiagnosticData } from './diagnostics/draw.ts';

/** VS Code shows no more of one file, and each costs its way to the editor. */
const MOST = 1000;

/**
 * Everything that analyses have to say about one file: the file's own first, then those of the runbooks that import it.
 * `claims` is what other runbooks have to do with this one.
 */
export function diagnosticsFor(
  uri: string,
  analyses: readonly Analysis[],
  claims: readonly TextProblem[],
  pages: string | undefined,
): Diagnostic[] {
  const here = (at: SourceRange | undefined): boolean => at?.uri === uri;
  const urgent = analyses.flatMap((analysis, index) => aboutReading(here, analysis, index === 0));
  const problems = [...analyses.flatMap(({ lowered }) => lowered.problems), ...claims]
    .filter(({ at }) => here(at))
    .map(unitOfProblem);
  const found = analyses.map(({ standing }) =>
    standing === undefined ? { units: [], unseen: 0 } : unitsInFile(uri, standing, MOST),
  );
  const units = [...problems, ...found.flatMap((each) => each.units)];
  const unseen = found.reduce((sum, each) => sum + each.unseen, 0);
  const shown = gravest(units);
  const told = withoutRepetition([...urgent, ...shown.map((unit) => unit.diagnostic(pages))], analyses.length);
  const left = unseen + sumOf(units) - sumOf(shown);
  return left === 0 ? told : [...told, leftOut(left, fileName(uri))];
}

/** An inventory that cannot be read, and rules that broke down; where nothing could be read, at the top of the file. */
function aboutReading(
  here: (at: SourceRange | undefined) => boolean,
  { inventory, breakdown, lowered: { runbook } }: Analysis,
  isOwn: boolean,
): Diagnostic[] {
  const at = runbook?.inventory?.at;
  const told: Diagnostic[] = [];
  if (inventory?.kind === 'unreadable' && at !== undefined && here(at)) told.push(fromInventory(at, inventory.error));
  if (breakdown !== undefined && (runbook === undefined ? isOwn : here(runbook.at)))
    told.push(fromBreakdown(runbook?.at, breakdown));
  return told;
}

function gravest(units: readonly Unit[]): readonly Unit[] {
  if (units.length <= MOST) return units;
  return units.toSorted((one, other) => one.gravity - other.gravity).slice(0, MOST);
}

function sumOf(units: readonly Unit[]): number {
  return units.reduce((sum, { findings }) => sum + findings, 0);
}

/** Several runbooks may say the same of a file that they share. */
function withoutRepetition(diagnostics: readonly Diagnostic[], analyses: number): Diagnostic[] {
  if (analyses < 2) return [...diagnostics];
  const seen = new Set<string>();
  return diagnostics.filter(({ range: { start }, code, message }) => {
    const key = `${start.line}:${start.character} ${code} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
