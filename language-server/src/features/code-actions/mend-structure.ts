import type { LangiumDocument } from 'langium';
import type { CodeAction, Diagnostic, Position, Range } from 'vscode-languageserver';
import { blockOf } from '../go-to.ts';
import { elementAt, elementsOf, leafAt } from '../place/elements.ts';
import { editAt } from './edits.ts';

/** Braces that are missing or too many, settings that stand twice or lack, files that are not there. */
export function mendStructure(document: LangiumDocument, diagnostic: Diagnostic): CodeAction[] {
  const mend = MENDS[String(diagnostic.code)];
  const found = mend?.(document, diagnostic);
  if (found === undefined) return [];
  return [{ kind: 'quickfix', diagnostics: [diagnostic], isPreferred: true, ...found }];
}

type Mend = (document: LangiumDocument, diagnostic: Diagnostic) => Pick<CodeAction, 'title' | 'edit'> | undefined;

const MENDS: Readonly<Record<string, Mend>> = {
  'surplus-brace': (document, { range }) => ({
    title: 'Remove the `}`',
    edit: editAt(document.uri.toString(), range, ''),
  }),
  'missing-braces': (document, { range }) => ({
    title: 'Add `{ }`',
    edit: editAt(document.uri.toString(), { start: range.end, end: range.end }, ' {\n}'),
  }),
  'unclosed-block': (document, { range }) => {
    const end = endOfText(document, range.start);
    return { title: 'Close the block with `}`', edit: editAt(document.uri.toString(), { start: end, end }, '\n}') };
  },
  'written-twice': (document, { range }) => {
    const node = leafAt(document, range.start)?.astNode;
    const own = node?.$cstNode?.range;
    if (own === undefined) return undefined;
    return {
      title: 'Remove this one; the first counts',
      edit: editAt(document.uri.toString(), wholeLine(document, own), ''),
    };
  },
  'wrong-architecture': (document, { range }) => {
    const node = leafAt(document, range.start)?.astNode;
    const own = node?.$cstNode?.range;
    if (own === undefined || !node?.$type.endsWith('Setting')) return undefined;
    return { title: 'Remove this setting', edit: editAt(document.uri.toString(), wholeLine(document, own), '') };
  },
  'missing-setting': (document, { range, message }) => {
    const key = /^`([\w-]+):` is missing here/.exec(String(message))?.[1];
    const block = leafAt(document, range.start)?.astNode;
    const open = block && blockOf(block) && openingBrace(document, range.start);
    if (key === undefined || open === undefined) return undefined;
    const value = key === 'architecture' ? ' modernized' : ' ';
    return {
      title: `Add \`${key}:\``,
      edit: editAt(document.uri.toString(), { start: open, end: open }, `\n  ${key}:${value}`),
    };
  },
};

/** Behind the last line of the block that has something on it. */
function endOfText(document: LangiumDocument, start: Position): Position {
  const elements = elementsOf(document);
  const own = elementAt(document, start);
  const next = own && elements[elements.indexOf(own) + 1]?.$cstNode?.range.start;
  const { textDocument } = document;
  const end = next ?? textDocument.positionAt(Number.MAX_SAFE_INTEGER);
  const text = textDocument.getText({ start, end });
  // Comments just above the next block are the next one's.
  const kept = text.replace(/(?:\n[ \t]*\/\/\/?[^\n]*)*\s*$/, '');
  return textDocument.positionAt(
    textDocument.offsetAt(start) + (kept.trim() === '' ? text.trimEnd().length : kept.length),
  );
}

function openingBrace({ textDocument }: LangiumDocument, from: Position): Position | undefined {
  const line = textDocument.getText({ start: from, end: { line: from.line + 1, character: 0 } });
  const at = line.indexOf('{');
  return at < 0 ? undefined : { line: from.line, character: from.character + at + 1 };
}

/** A setting alone on its lines goes with its lines. */
function wholeLine({ textDocument }: LangiumDocument, { start, end }: Range): Range {
  const before = textDocument.getText({ start: { line: start.line, character: 0 }, end: start });
  const after = textDocument.getText({ start: end, end: { line: end.line + 1, character: 0 } });
  if (before.trim() !== '' || after.trim() !== '') return { start, end };
  return { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } };
}
