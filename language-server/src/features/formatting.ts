import type { AstNode, LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type {
  DocumentOnTypeFormattingOptions,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  Range,
  TextEdit,
} from 'vscode-languageserver';
import { type FormatEdit, formatEdits, formatSource } from '../format/format-edits.ts';
import { indentation } from '../format/page.ts';
import { type Readers, sourceOf } from '../format/parsed-source.ts';
import { elementAt } from './place/elements.ts';
import { fromBlockStart } from './place/place-in-text.ts';

/**
 * The same formatting as `failback format`; of a range, the blocks that it touches; while typing, the block whose brace was
 * closed, and the indentation of a new line. A block that did not change is printed as it was before.
 */
export class FailbackFormatting implements Formatter {
  readonly formatOnTypeOptions: DocumentOnTypeFormattingOptions = {
    firstTriggerCharacter: '}',
    moreTriggerCharacter: ['\n'],
  };
  readonly #printed = new WeakMap<AstNode, string>();
  readonly #readers: () => Readers;

  constructor(readers: () => Readers) {
    this.#readers = readers;
  }

  formatDocument(document: LangiumDocument): TextEdit[] {
    return this.#edits(document, undefined);
  }

  formatDocumentRange(document: LangiumDocument, params: DocumentRangeFormattingParams): TextEdit[] {
    return this.#edits(document, params.range);
  }

  formatDocumentOnType(document: LangiumDocument, { ch, position }: DocumentOnTypeFormattingParams): TextEdit[] {
    if (ch === '\n') return indentLine(document, position);
    const block = elementAt(document, position)?.$cstNode?.range;
    if (block === undefined) return [];
    const range = { start: block.start, end: block.end };
    const text = document.textDocument.getText(range);
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    // The line end that a whole text ends with belongs to what stands behind the block.
    const formatted = applied(text, formatEdits(text, this.#readers())).slice(0, -eol.length);
    return formatted === text ? [] : [smallest(document, range, text, formatted)];
  }

  #edits(document: LangiumDocument, range: Range | undefined): TextEdit[] {
    const { textDocument } = document;
    const from = range === undefined ? 0 : textDocument.offsetAt(range.start);
    const to = range === undefined ? Number.POSITIVE_INFINITY : textDocument.offsetAt(range.end);
    const source = sourceOf(document);
    const edits =
      source === undefined
        ? formatEdits(textDocument.getText(), this.#readers())
        : formatSource(source, (node, print) => this.#print(node, print));
    return edits
      .filter((edit) => edit.end >= from && edit.start <= to)
      .map(({ start, end, newText }) => ({
        range: { start: textDocument.positionAt(start), end: textDocument.positionAt(end) },
        newText,
      }));
  }

  #print(node: AstNode, print: () => string): string {
    const known = this.#printed.get(node);
    if (known !== undefined) return known;
    const text = print();
    this.#printed.set(node, text);
    return text;
  }
}

/** Two spaces for each brace that is open; in front of a closing one, one level less. */
function indentLine(document: LangiumDocument, position: Range['start']): TextEdit[] {
  const before = fromBlockStart(document.textDocument, { line: position.line, character: 0 });
  const code = before.replace(/"[^"\r\n]*"?|\/\/[^\r\n]*/g, '');
  const open = (code.match(/\{/g) ?? []).length - (code.match(/\}/g) ?? []).length;
  const start = { line: position.line, character: 0 };
  const line = document.textDocument.getText({ start, end: { line: position.line + 1, character: 0 } });
  const white = /^[ \t]*/.exec(line)?.[0] ?? '';
  const wanted = indentation(Math.max(0, open - (line.trimStart().startsWith('}') ? 1 : 0)));
  if (white === wanted) return [];
  return [{ range: { start, end: { line: position.line, character: white.length } }, newText: wanted }];
}

function applied(text: string, edits: readonly FormatEdit[]): string {
  let formatted = '';
  let end = 0;
  for (const edit of edits) {
    formatted += text.slice(end, edit.start) + edit.newText;
    end = edit.end;
  }
  return formatted + text.slice(end);
}

/** Only what differs is replaced, so that the cursor stays where it is. */
function smallest({ textDocument }: LangiumDocument, { start }: Range, before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const offset = textDocument.offsetAt(start);
  return {
    range: {
      start: textDocument.positionAt(offset + head),
      end: textDocument.positionAt(offset + before.length - tail),
    },
    newText: after.slice(head, after.length - tail),
  };
}
