import { assess } from '../../core/rules/assess.ts';
import type { Assessment, Finding } from '../../core/rules/assessment.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { checkClaims } from '../../language-server/src/check/check-claims.ts';
import type { TextProblem } from '../../language-server/src/load-runbook.ts';
import type { CommandContext } from '../context.ts';
import { type AsOf, momentOf } from '../options.ts';
import { type ReadNamed, readInventory, readRunbook } from '../read-runbook.ts';

/** What `check` found in one file. */
export interface CheckedFile {
  readonly file: string;
  readonly problems: readonly TextProblem[];
  /** Undefined for a site file. */
  readonly runbook: Runbook | undefined;
  /** Undefined for a site file, and for a text of which no runbook could be made. */
  readonly assessment: Assessment | undefined;
  /** The moment for which it was judged. */
  readonly asOf: Date;
  readonly inventory: { readonly file: string; readonly capturedAt: string } | undefined;
  /** The inventory that the runbook names and that does not exist. */
  readonly missingInventory: string | undefined;
  /** Texts by URI, for showing the place of a finding. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Checks a runbook or a site file with all that it imports. */
export async function checkFile(
  context: CommandContext,
  file: string,
  {
    wantedInventory,
    asOf,
    read,
  }: { readonly wantedInventory: string | undefined; readonly asOf: AsOf; readonly read?: ReadNamed },
): Promise<CheckedFile> {
  const { name, loaded } = await readRunbook(context, file, read);
  const { runbook, problems, documents } = loaded;
  const texts = new Map(documents.map(({ uri, text }) => [uri, text]));
  if (runbook === undefined) {
    const nothing = { assessment: undefined, inventory: undefined, missingInventory: undefined };
    return { file: name, problems, runbook, ...nothing, asOf: context.now(), texts };
  }
  let missingInventory: string | undefined;
  const tellMissing = (missing: string): void => {
    missingInventory = missing;
  };
  const found = await readInventory(context, runbook, wantedInventory, tellMissing, read);
  const now = momentOf(asOf, found?.inventory.capturedAt, context.now());
  const assessment = assess({ runbook, inventory: found?.inventory, now });
  const inventory = found === undefined ? undefined : { file: found.name, capturedAt: found.inventory.capturedAt };
  return { file: name, problems, runbook, assessment, asOf: now, inventory, missingInventory, texts };
}

/** The files, each told of the machines that another one of them moves too. */
export function withClaims(checked: readonly CheckedFile[]): readonly CheckedFile[] {
  const claims = checkClaims(checked.flatMap(({ runbook }) => runbook ?? []));
  return checked.map((one) => {
    const own = claims.filter(({ at }) => one.texts.has(at.uri) && one.runbook?.at.uri === at.uri);
    return own.length === 0 ? one : { ...one, problems: [...one.problems, ...own] };
  });
}

export const thresholds = ['error', 'warning', 'unknown'] as const;
export type Threshold = (typeof thresholds)[number];

/** Whether a file has something at or above the threshold. `unknown` also wants everything known by captured facts. */
export function reaches(threshold: Threshold, { problems, assessment }: CheckedFile): boolean {
  const findings = assessment?.findings ?? [];
  return (
    problems.some(({ severity }) => counts(threshold, severity)) ||
    findings.some((finding) => findingCounts(threshold, finding))
  );
}

function findingCounts(threshold: Threshold, { standing, severity }: Finding): boolean {
  switch (standing) {
    case 'accepted':
      return false;
    case 'broken':
      return counts(threshold, severity);
    case 'declared':
    case 'unknown':
      return threshold === 'unknown';
  }
}

function counts(threshold: Threshold, severity: Finding['severity']): boolean {
  return severity === 'error' || (severity === 'warning' && threshold !== 'error');
}
