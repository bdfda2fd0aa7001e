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
    const told = new Map<string, Diagnostic>();
    for (const entry of this.#analysis().entriesFor(document)) {
      if (cancelToken !== undefined) await interruptAndCheck(cancelToken);
      for (const diagnostic of diagnosticsFor(uri, await this.#analysis().of(entry), this.#pages())) {
        told.set(`${JSON.stringify(diagnostic.range)} ${diagnostic.code} ${diagnostic.message}`, diagnostic);
      }
    }
    return [...told.values()];
  }
}
