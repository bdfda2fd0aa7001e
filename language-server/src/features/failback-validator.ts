import type { DocumentValidator, LangiumDocument, ValidationOptions } from 'langium';
import type { CancellationToken, Diagnostic } from 'vscode-languageserver';
import type { FileDiagnostics } from '../workspace/file-diagnostics.ts';

/** Tells what the text, its inventory and the catalogue say, for a file and on behalf of the runbooks that import it. */
export class FailbackValidator implements DocumentValidator {
  readonly #diagnostics: () => FileDiagnostics;

  constructor(diagnostics: () => FileDiagnostics) {
    this.#diagnostics = diagnostics;
  }

  async validateDocument(
    document: LangiumDocument,
    _options?: ValidationOptions,
    _cancelToken?: CancellationToken,
  ): Promise<Diagnostic[]> {
    return this.#diagnostics().atOnce(document);
  }
}
