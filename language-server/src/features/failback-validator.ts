import { type DocumentValidator, interruptAndCheck, type LangiumDocument, type ValidationOptions } from 'langium';
import type { CancellationToken, Diagnostic } from 'vscode-languageserver';
import type { RunbookAnalysis } from '../workspace/runbook-analysis.ts';
import { diagnosticsFor } from './diagnostics.ts';

/** Tells what the text, its inventory and the catalogue say, for a file and on behalf of the runbooks that import it. */
export class FailbackValidator implements DocumentValidator {
  readonly #analysis: () => RunbookAnalysis;
  readonly #pages: () => string | undefined;

  constructor(analysis: () => RunbookAnalysis, pages: () => string | undefined) {
    this.#analysis = analysis;
    this.#pages = pages;
  }

  async validateDocument(
    document: LangiumDocument,
    _options?: ValidationOptions,
    cancelToken?: CancellationToken,
  ): Promise<Diagnostic[]> {
    const uri = document.uri.toString();
    const told: Diagnostic[] = [];
    for (const entry of this.#analysis().entriesFor(document)) {
      if (cancelToken !== undefined) await interruptAndCheck(cancelToken);
      told.push(...diagnosticsFor(uri, await this.#analysis().of(entry), this.#pages()));
    }
    return withoutRepetition(told);
  }
}

/** Several runbooks may say the same of a file that they share. */
function withoutRepetition(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ range: { start }, code, message }) => {
    const key = `${start.line}:${start.character} ${code} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
