import type { LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type { DocumentRangeFormattingParams, Range, TextEdit } from 'vscode-languageserver';
import { formatEdits } from '../format/format-edits.ts';

/** The same formatting as `failback format`; of a range, the blocks that it touches. */
export class FailbackFormatting implements Formatter {
  readonly formatOnTypeOptions = undefined;

  formatDocument(document: LangiumDocument): TextEdit[] {
    return this.#edits(document, undefined);
  }

  formatDocumentRange(document: LangiumDocument, params: DocumentRangeFormattingParams): TextEdit[] {
    return this.#edits(document, params.range);
  }

  formatDocumentOnType(): TextEdit[] {
    return [];
  }

  #edits({ textDocument }: LangiumDocument, range: Range | undefined): TextEdit[] {
    const from = range === undefined ? 0 : textDocument.offsetAt(range.start);
    const to = range === undefined ? Number.POSITIVE_INFINITY : textDocument.offsetAt(range.end);
    return formatEdits(textDocument.getText())
      .filter((edit) => edit.end >= from && edit.start <= to)
      .map(({ start, end, newText }) => ({
        range: { start: textDocument.positionAt(start), end: textDocument.positionAt(end) },
        newText,
      }));
  }
}
