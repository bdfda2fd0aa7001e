import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { QuickFix } from '../../../../core/rules/verdict.ts';
import { compare } from '../place/elements.ts';

type Edits = QuickFix['edits'];

/** Edits of one or several files as the protocol has them. */
export function editOf(edits: Edits): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { range, newText } of edits) {
    const { uri, start, end } = range;
    const here = changes[uri] ?? [];
    here.push({ range: { start, end }, newText });
    changes[uri] = here;
  }
  return { changes };
}

/** One edit at one place. */
export function editAt(uri: string, { start, end }: Range, newText: string): WorkspaceEdit {
  return { changes: { [uri]: [{ range: { start, end }, newText }] } };
}

/** Of edits that touch each other the first counts; the others come up again once it is made. */
export function withoutOverlap(edits: Edits): Edits {
  const sorted = edits.toSorted(
    (one, other) => one.range.uri.localeCompare(other.range.uri) || compare(one.range.start, other.range.start),
  );
  const kept: Edits[number][] = [];
  for (const edit of sorted) {
    const last = kept.at(-1);
    if (last === undefined || last.range.uri !== edit.range.uri || compare(last.range.end, edit.range.start) <= 0) {
      if (last?.range.uri === edit.range.uri && compare(last.range.start, edit.range.start) === 0) continue;
      kept.push(edit);
    }
  }
  return kept;
}
