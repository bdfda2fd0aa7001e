import type { Position, Range, TextDocument, TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { type ChangedRange, differenceOf, withEdit } from './changed-ranges.ts';
import { ChunkedText } from './chunked-text.ts';

/**
 * One version of a text. An edit makes the next version at the cost of the edit and leaves this one as it is, so that
 * text and tree of a document can change in one moment; a version knows what was edited since one that was read.
 */
export class EditedText implements TextDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly #content: ChunkedText;
  /** The version that was read last, and what was edited since; this version itself once it is read. */
  #origin: EditedText = this;
  #edited: readonly ChangedRange[] = [];

  static of(uri: string, languageId: string, version: number, text: string): EditedText {
    return new EditedText(uri, languageId, version, ChunkedText.of(text));
  }

  private constructor(uri: string, languageId: string, version: number, content: ChunkedText) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.#content = content;
  }

  get length(): number {
    return this.#content.length;
  }

  get lineCount(): number {
    return this.#content.lineCount;
  }

  getText(range?: Range): string {
    if (range === undefined) return this.#content.toString();
    const { start, end } = forward(range);
    return this.#content.slice(this.offsetAt(start), this.offsetAt(end));
  }

  /** The text between two offsets. */
  slice(start: number, end: number): string {
    return this.#content.slice(start, end);
  }

  positionAt(offset: number): Position {
    const within = Math.max(0, Math.min(offset, this.length));
    const line = this.#content.lineAt(within);
    const start = this.#content.startOfLine(line);
    return { line, character: this.#beforeLineBreak(within, start) - start };
  }

  offsetAt({ line, character }: Position): number {
    if (line >= this.lineCount) return this.length;
    if (line < 0) return 0;
    const start = this.#content.startOfLine(line);
    if (character <= 0) return start;
    return this.#beforeLineBreak(Math.min(start + character, this.#content.startOfLine(line + 1)), start);
  }

  getLineRange(line: number): Range {
    const within = Math.max(0, Math.min(line, this.lineCount - 1));
    const start = this.#content.startOfLine(within);
    const end = line < 0 ? start : this.#beforeLineBreak(this.#content.startOfLine(within + 1), start);
    return { start: { line: within, character: 0 }, end: { line: within, character: end - start } };
  }

  getEOLCharacters(line: number): string {
    if (line < 0 || line >= this.lineCount) return '';
    const next = this.#content.startOfLine(line + 1);
    return this.#content.slice(this.#beforeLineBreak(next, this.#content.startOfLine(line)), next);
  }

  /** The next version, after changes that count one after the other. */
  edited(changes: readonly TextDocumentContentChangeEvent[], version: number): EditedText {
    let text: EditedText = this;
    for (const change of changes) {
      // Some clients write that there is no range, in place of none.
      const range: Range | null | undefined = 'range' in change ? change.range : undefined;
      text = range ? text.#withEdit(range, change.text, version) : text.#withText(change.text, version);
    }
    return text;
  }

  /** What differs from a version that was read. */
  changesSince(old: EditedText): readonly ChangedRange[] {
    return this.#origin === old ? this.#edited : differenceOf(old.getText(), this.getText());
  }

  /** Called when this version was read, so that the next ones tell what was edited since. */
  wasRead(): void {
    this.#origin = this;
    this.#edited = [];
  }

  #withEdit(range: Range, inserted: string, version: number): EditedText {
    const { start, end } = forward(range);
    const from = this.offsetAt(start);
    const to = this.offsetAt(end);
    const content = this.#content.replaced(from, to, inserted);
    const next = new EditedText(this.uri, this.languageId, version, content);
    next.#origin = this.#origin;
    next.#edited = withEdit(this.#edited, from, to, inserted.length);
    return next;
  }

  #withText(text: string, version: number): EditedText {
    return EditedText.of(this.uri, this.languageId, version, text);
  }

  #beforeLineBreak(offset: number, lineStart: number): number {
    let before = offset;
    while (before > lineStart && isLineBreak(this.#content.charCodeAt(before - 1))) before--;
    return before;
  }
}

function isLineBreak(code: number): boolean {
  return code === 0x0d || code === 0x0a;
}

function forward({ start, end }: Range): Range {
  const isBackward = start.line > end.line || (start.line === end.line && start.character > end.character);
  return isBackward ? { start: end, end: start } : { start, end };
}
