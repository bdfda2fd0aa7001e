import type { LangiumDocument } from 'langium';
import { type File, isRunbook } from '../generated/ast.ts';
import type { Analysis, RunbookAnalysis } from '../workspace/runbook-analysis.ts';

/** What is known of a runbook; of a site file, what the first runbook that imports it makes of it. */
export function analysisOf(document: LangiumDocument, analysis: RunbookAnalysis): Analysis | undefined {
  const own = analysis.latest(document);
  if (own?.lowered.runbook !== undefined || (document.parseResult.value as File).blocks.some(isRunbook)) return own;
  for (const entry of analysis.entriesFor(document)) {
    const found = analysis.latest(entry);
    if (found?.lowered.runbook !== undefined) return found;
  }
  return own;
}
