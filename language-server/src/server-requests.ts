import { URI } from 'langium';
import type { Connection } from 'vscode-languageserver';
import { finalPlaces } from '../../core/plan/final-places.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { renderPlan } from '../../core/plan/render-plan.ts';
import { readScripts, type ScriptTexts } from '../../core/plan/script-texts.ts';
import {
  CHECK_REQUEST,
  type CheckAnswer,
  type CheckRequest,
  FINAL_LINES_REQUEST,
  type FinalLine,
  type FinalLinesAnswer,
  type FinalLinesRequest,
  PLAN_REQUEST,
  type PlanAnswer,
  type PlanRequest,
} from '../protocol.ts';
import type { FailbackLspServices } from './failback-server-module.ts';
import type { TextProblem } from './lower/text-problem.ts';
import { documentAt } from './workspace/document-at.ts';
import type { Analysis } from './workspace/runbook-analysis.ts';

/** Answers what the Language Server Protocol has no request for. */
export function answerRequests(connection: Connection, services: FailbackLspServices, now: () => Date): void {
  connection.onRequest(PLAN_REQUEST, async ({ uri }: PlanRequest): Promise<PlanAnswer> => {
    const analysis = await analysed(services, uri);
    return planAnswer(analysis, uri, now(), await scriptsOf(services, analysis));
  });
  connection.onRequest(CHECK_REQUEST, async ({ uri }: CheckRequest): Promise<CheckAnswer> => {
    const analysis = await analysed(services, uri);
    return checkAnswer(analysis, services.workspace.Claims.problemsOf(URI.parse(uri).toString()));
  });
  connection.onRequest(
    FINAL_LINES_REQUEST,
    async ({ uri }: FinalLinesRequest): Promise<FinalLinesAnswer> => finalLines(services, uri),
  );
}

/** Of a site file, what the runbooks that import it make of it. */
async function finalLines(services: FailbackLspServices, uri: string): Promise<FinalLinesAnswer> {
  const { shared, workspace } = services;
  const document = await documentAt(shared, uri);
  if (document === undefined) return [];
  const lines = new Map<string, FinalLine>();
  for (const entry of workspace.Analysis.entriesFor(document)) {
    const { runbook } = (await workspace.Analysis.atOnce(entry)).lowered;
    for (const { at, guard, why } of runbook === undefined ? [] : finalPlaces(runbook))
      if (at.uri === document.uri.toString()) lines.set(`${at.start.line} ${why}`, { line: at.start.line, guard, why });
  }
  return [...lines.values()];
}

/** Waits for changes that are still being worked in. Undefined: there is no such file. */
async function analysed({ shared, workspace }: FailbackLspServices, uri: string): Promise<Analysis | undefined> {
  const document = await documentAt(shared, uri);
  return document && workspace.Analysis.of(document);
}

/** The scripts of a runbook as they are on disk: their hashes are part of its plan. */
async function scriptsOf({ shared }: FailbackLspServices, analysis: Analysis | undefined): Promise<ScriptTexts> {
  const runbook = analysis?.lowered.runbook;
  if (runbook === undefined) return new Map();
  const files = shared.workspace.FileSystemProvider;
  return readScripts(runbook, async (script) => {
    try {
      return await files.readBinary(URI.parse(script));
    } catch {
      // One that cannot be read is told by the plan, also where there are no files at all.
      return undefined;
    }
  });
}

function planAnswer(analysis: Analysis | undefined, uri: string, now: Date, scripts: ScriptTexts): PlanAnswer {
  const errors = errorsIn(analysis);
  const runbook = analysis?.lowered.runbook;
  if (analysis === undefined || runbook === undefined) {
    const text =
      analysis === undefined
        ? `There is no file at ${uri}.`
        : 'This file has no `runbook` block, so there is nothing to plan. Open the runbook that imports it.';
    return { text, hash: '', blockedBy: [text], errors };
  }
  const inventory = analysis.inventory?.kind === 'read' ? analysis.inventory.inventory : undefined;
  const { plan } = makePlan(runbook, inventory, {
    now,
    part: 'whole',
    runbookFile: decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)),
    inventoryFile: inventory && runbook.inventory?.value,
    scripts,
  });
  const broken =
    errors === 0
      ? []
      : [
          `The text has ${errors === 1 ? 'an error' : `${errors} errors`}, so the plan may lack what could not be read.`,
        ];
  return { text: renderPlan(plan), hash: plan.hash, blockedBy: [...broken, ...plan.blockedBy], errors };
}

/** `claims`: the machines that another runbook of the workspace moves too. */
function checkAnswer(analysis: Analysis | undefined, claims: readonly TextProblem[]): CheckAnswer {
  const standing = analysis?.standing;
  const warnings = (analysis?.lowered.problems ?? []).filter((problem) => problem.severity === 'warning').length;
  return {
    errors: errorsIn(analysis) + claims.length + (standing?.countBroken('error') ?? 0),
    warnings: warnings + (standing?.countBroken('warning') ?? 0),
    unknown: standing?.count('unknown') ?? 0,
    declared: standing?.count('declared') ?? 0,
    holds: standing?.count('holds') ?? 0,
  };
}

/** Errors of the text, an unreadable inventory and a catalogue that broke down among them. */
function errorsIn(analysis: Analysis | undefined): number {
  if (analysis === undefined) return 1;
  const text = analysis.lowered.problems.filter((problem) => problem.severity === 'error').length;
  const unreadable = analysis.inventory?.kind === 'unreadable' && analysis.inventory.error.code !== 'inventory-missing';
  return text + (unreadable ? 1 : 0) + (analysis.breakdown === undefined ? 0 : 1);
}
