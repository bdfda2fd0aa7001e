import type { LangiumDocument, References } from 'langium';
import type { LinkedEditingRanges, Position } from 'vscode-languageserver';
import { namespaceOf } from '../names/namespaces.ts';
import { leafAt } from './place/elements.ts';

/** More places than this are no matter for typing; renaming does it at once. */
const MOST_PLACES = 200;

/**
 * A declaration's name together with its uses, to be typed over at once. Only from the declaration, and only while all of
 * them are in this file: what another file says would silently stay behind, so there it takes a rename.
 */
export function linkedEditingRanges(
  document: LangiumDocument,
  position: Position,
  references: References,
): LinkedEditingRanges | undefined {
  const leaf = leafAt(document, position);
  const node = leaf?.astNode;
  if (leaf === undefined || node === undefined || namespaceOf(node.$type) === undefined) return undefined;
  if (!references.findDeclarations(leaf).includes(node)) return undefined;
  const uses = references.findReferences(node, {}).toArray();
  const uri = document.uri.toString();
  if (uses.length === 0 || uses.length > MOST_PLACES || uses.some(({ sourceUri }) => sourceUri.toString() !== uri))
    return undefined;
  const { start, end } = leaf.range;
  const ranges = [{ start, end }, ...uses.map(({ segment }) => ({ ...segment.range }))];
  // Names compare without case; places that are written differently would become something else.
  if (ranges.some((range) => document.textDocument.getText(range) !== leaf.text)) return undefined;
  return { ranges, wordPattern: '[A-Za-z0-9_]([\\w.-]*[A-Za-z0-9_])?' };
}
