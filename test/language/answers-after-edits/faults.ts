import type { TestContext } from 'node:test';
import type { AstNode, LangiumDocument } from 'langium';
import type { SemanticTokensDelta } from 'vscode-languageserver';
import { ByElement, lineOf } from '../../../language-server/src/features/place/by-element.ts';
import type { Element } from '../../../language-server/src/features/place/elements.ts';
import type { Bytes } from '../../../language-server/src/wire/answer-bytes.ts';
import { ListBytes } from '../../../language-server/src/wire/list-bytes.ts';
import type { Editor } from '../../support/editor.ts';

interface Made {
  readonly line: number;
  readonly value: unknown;
}

/** The two functions of a `ByElement`, reached for a fault. */
interface Reached {
  again(element: Element): unknown;
  shifted(value: unknown, lines: number): unknown;
}

/** Each is a slip that somebody could make in what remembers answers by block. */
export const FAULTS: Readonly<Record<string, (t: TestContext, editor: Editor) => void>> = {
  'an answer stays at the lines where it was made': (t) => {
    const made = new WeakMap<object, WeakMap<AstNode, unknown>>();
    t.mock.method(ByElement.prototype, 'of', function (this: Reached, element: Element) {
      const mine = made.get(this) ?? new WeakMap<AstNode, unknown>();
      made.set(this, mine);
      if (!mine.has(element)) mine.set(element, this.again(element));
      return mine.get(element);
    });
  },
  'an answer is moved from where it was made first, again and again': (t) => {
    const made = new WeakMap<object, WeakMap<AstNode, Made>>();
    t.mock.method(ByElement.prototype, 'of', function (this: Reached, element: Element) {
      const mine = made.get(this) ?? new WeakMap<AstNode, Made>();
      made.set(this, mine);
      const line = lineOf(element);
      const known = mine.get(element);
      const value = known === undefined ? this.again(element) : this.shifted(known.value, line - known.line);
      mine.set(element, { line: known?.line ?? line, value });
      return value;
    });
  },
  'a block is taken for the one before it that has its name and as many characters': (t) => {
    const made = new WeakMap<object, Map<string, Made>>();
    t.mock.method(ByElement.prototype, 'of', function (this: Reached, element: Element) {
      const mine = made.get(this) ?? new Map<string, Made>();
      made.set(this, mine);
      const text = element.$cstNode?.text ?? '';
      const key = `${element.$type} ${(element as { name?: string }).name} ${text.length}`;
      const line = lineOf(element);
      const known = mine.get(key);
      const value = known === undefined ? this.again(element) : this.shifted(known.value, line - known.line);
      mine.set(key, { line, value });
      return value;
    });
  },
  'what was written of a list stays while its length does': (t) => {
    const right = ListBytes.prototype.of;
    const written = new WeakMap<object, { readonly length: number; readonly bytes: Bytes }>();
    t.mock.method(ListBytes.prototype, 'of', function (this: ListBytes<object>, parts: readonly object[]) {
      const known = written.get(this);
      if (known?.length === parts.length) return known.bytes;
      const bytes = right.call(this, parts);
      written.set(this, { length: parts.length, bytes });
      return bytes;
    });
  },
  'a run that grew or shrank at its end is taken for the one before': (t) => {
    const right = ListBytes.prototype.of;
    const before = new WeakMap<object, readonly object[]>();
    t.mock.method(ListBytes.prototype, 'of', function (this: ListBytes<object>, parts: readonly object[]) {
      const known = before.get(this) ?? parts;
      const isAlike = known.every((part, at) => part === (parts[at] ?? part));
      if (!isAlike || !before.has(this)) before.set(this, parts);
      return right.call(this, isAlike ? known : parts);
    });
  },
  'colours stay as they are while their number does': (t, editor) => {
    const provider = providerOf(editor);
    const right = provider.semanticHighlightDelta.bind(provider);
    t.mock.method(provider, 'semanticHighlightDelta', async (...asked: Parameters<typeof right>) => {
      const delta = (await right(...asked)) as SemanticTokensDelta;
      return { ...delta, edits: delta.edits.filter((edit) => edit.data?.length !== edit.deleteCount) };
    });
  },
  'colours of a range are those of the whole file up to its end': (t, editor) => {
    const provider = providerOf(editor);
    t.mock.method(provider, 'semanticHighlightRange', (document: LangiumDocument) =>
      provider.semanticHighlight(document, { textDocument: { uri: `${document.uri}` } }),
    );
  },
  'what was to be formatted is remembered by the length of the text': (t, editor) => {
    const formatter = formatterOf(editor);
    const right = formatter.formatDocument.bind(formatter);
    const made = new Map<number, Awaited<ReturnType<typeof right>>>();
    t.mock.method(formatter, 'formatDocument', async (...[document, params]: Parameters<typeof right>) => {
      const { length } = document.textDocument.getText();
      const edits = made.get(length) ?? (await right(document, params));
      made.set(length, edits);
      return edits;
    });
  },
};

export function providerOf({ services }: Editor) {
  const { SemanticTokenProvider } = services.lsp;
  if (SemanticTokenProvider === undefined) throw new Error('This server has no semantic tokens.');
  return SemanticTokenProvider;
}

export function formatterOf({ services }: Editor) {
  const { Formatter } = services.lsp;
  if (Formatter === undefined) throw new Error('This server does not format.');
  return Formatter;
}
