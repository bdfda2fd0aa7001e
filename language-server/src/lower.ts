import type { LangiumDocument } from 'langium';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { checkArchitecture } from './check/check-architecture.ts';
import { checkDuplicates } from './check/check-duplicates.ts';
import { checkImports } from './check/check-imports.ts';
import { checkReferences } from './check/check-references.ts';
import { checkSettings } from './check/check-settings.ts';
import { checkSyntax } from './check/check-syntax.ts';
import { checkTexts } from './check/check-texts.ts';
import { checkWaves } from './check/check-waves.ts';
import type { DocumentationLines } from './documentation-lines.ts';
import { type File, isRunbook } from './generated/ast.ts';
import { lowerMachines } from './lower/lower-machines.ts';
import { lowerArchitecture, lowerRunbookHead } from './lower/lower-runbook-block.ts';
import { lowerSite } from './lower/lower-site.ts';
import { lowerAfterAll, lowerApps, lowerConsistencyGroups, lowerWaves } from './lower/lower-waves.ts';
import { Lowering } from './lower/lowering.ts';
import type { TextProblem } from './lower/text-problem.ts';
import type { NameTable } from './names/declared-names.ts';

/** What lowering asks of the language's services. */
export interface LoweringServices {
  readonly comments: DocumentationLines;
  /** The names that a file may use: its own and those of its imports. */
  namesVisibleFrom(document: LangiumDocument): NameTable;
}

/** What a text means, as far as it means anything. */
export interface Lowered {
  /** Undefined for a site file: one without a `runbook` block. */
  readonly runbook: Runbook | undefined;
  readonly problems: readonly TextProblem[];
}

/**
 * Makes the runbook of a file and what it imports (`files`, the file itself first).
 *
 * Here the text is judged for the last time: what is incomplete or wrong is told as a problem and left out, so nothing
 * that reads the runbook checks its shape again.
 */
export function lower(files: readonly LangiumDocument<File>[], services: LoweringServices): Lowered {
  const lowering = new Lowering(files, services.comments);
  const { found } = lowering.problems;
  const [entry] = files;
  if (entry === undefined) return { runbook: undefined, problems: found };

  for (const file of files) {
    checkSyntax(file, lowering.problems);
    checkTexts(file, lowering.problems);
    checkSettings(file, lowering.problems);
    checkReferences(file, services.namesVisibleFrom(file), lowering.problems);
  }
  checkImports(files, lowering.problems);
  checkDuplicates(files, lowering.problems);

  const runbook = lowerRunbook(lowering, entry.parseResult.value);
  if (runbook !== undefined) {
    checkArchitecture(runbook, entry.parseResult.value, lowering.problems);
    checkWaves(runbook, lowering.problems);
  }
  return { runbook, problems: found.toSorted(byPlace) };
}

function lowerRunbook(lowering: Lowering, file: File): Runbook | undefined {
  const head = file.blocks.find(isRunbook);
  const architecture = lowerArchitecture(lowering, head);
  const site = lowerSite(lowering);
  const machines = lowerMachines(lowering, architecture?.value ?? 'modernized');
  const parts = {
    machines,
    apps: lowerApps(lowering),
    waves: lowerWaves(lowering, file),
    consistencyGroups: lowerConsistencyGroups(lowering),
    afterAll: lowerAfterAll(lowering, file),
  };
  if (head === undefined || architecture === undefined) return undefined;
  // A half-typed head is told by the parser; the rest of the runbook lives on without it.
  const declared = { ...lowering.declared(head), name: head.name ?? 'runbook' };
  return { ...declared, architecture, ...lowerRunbookHead(lowering, head), ...parts, ...site };
}

function byPlace(one: TextProblem, other: TextProblem): number {
  if (one.at.uri !== other.at.uri) return 0;
  return one.at.start.line - other.at.start.line || one.at.start.character - other.at.start.character;
}
