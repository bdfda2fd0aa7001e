import assert from 'node:assert/strict';
import {
  type AstNode,
  type CstNode,
  isAstNode,
  isCompositeCstNode,
  isLeafCstNode,
  isReference,
  type ParseResult,
  type Reference,
} from 'langium';
import type { File } from '../../../language-server/src/generated/ast.ts';
import type { FailbackLexingReport } from '../../../language-server/src/parser/failback-lexer.ts';
import type { ReadPiece } from '../../../language-server/src/pieces/piece-reader.ts';

interface Read {
  readonly imports: readonly AstNode[];
  readonly blocks: readonly AstNode[];
  readonly tree: CstNode | undefined;
  readonly names: readonly Reference[];
}

/** All that can be seen of a piece, as plain data. */
export function pictureOfPiece({ imports, blocks, tree, names, errors }: ReadPiece): unknown {
  const file = { $type: 'File' };
  if (tree !== undefined) tree.home = { holder: { astNode: file } as never };
  const { lexer, outline, parser } = errors;
  return [pictureOf({ imports, blocks, tree, names }, file), pictureOfErrors(lexer, outline, parser)];
}

/** All that can be seen of what Langium read of the same text. */
export function pictureOfResult({ value, lexerErrors, parserErrors, lexerReport }: ParseResult<File>): unknown {
  const { imports, blocks, $cstNode } = value;
  const isEmpty = isCompositeCstNode($cstNode) && $cstNode.content.length === 0;
  const names = referencesIn([...imports, ...blocks]).sort(
    (one, other) => (one.$refNode?.offset ?? 0) - (other.$refNode?.offset ?? 0),
  );
  return [
    pictureOf({ imports, blocks, tree: isEmpty ? undefined : $cstNode, names }, value),
    pictureOfErrors(lexerErrors, (lexerReport as FailbackLexingReport).problems, parserErrors),
  ];
}

function pictureOf({ imports, blocks, tree, names }: Read, file: AstNode): unknown {
  const places = new Map<CstNode, number>();
  const addresses = new Map<AstNode, string>([[file, 'File']]);
  const number = (cst: CstNode): void => {
    places.set(cst, places.size);
    if (!isCompositeCstNode(cst)) return;
    for (const child of cst.content) {
      assert.ok(child.container === cst, `'${child.text}' stands in another node`);
      number(child);
    }
  };
  if (tree !== undefined) number(tree);
  const address = (node: AstNode, at: string): void => {
    addresses.set(node, at);
    for (const [key, child, index] of childrenOf(node)) {
      assert.ok(child.$container === node, `${child.$type} hangs in another node`);
      address(child, `${at}/${key}@${index}`);
    }
  };
  for (const [index, node] of imports.entries()) address(node, `imports@${index}`);
  for (const [index, node] of blocks.entries()) address(node, `blocks@${index}`);
  const placeOf = (cst: CstNode | undefined) => cst && places.get(cst);
  const nameOf = (reference: Reference) => [reference.$refText, placeOf(reference.$refNode)];
  const nodeOf = (node: AstNode): unknown => [
    node.$type,
    node.$containerProperty,
    node.$containerIndex,
    placeOf(node.$cstNode),
    ...fieldsOf(node).map(([key, value]) => [key, told(value)]),
  ];
  const told = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(told);
    if (isReference(value)) return nameOf(value);
    return isAstNode(value) ? nodeOf(value) : value;
  };
  const concrete = (cst: CstNode): unknown => {
    // A root takes the comments above into account or not, by whose it is: it is never shown as a place.
    const place = cst === tree ? [] : [cst.offset, cst.end, cst.length, cst.range, cst.text];
    const kind = isLeafCstNode(cst) ? cst.tokenType.name : 'node';
    const children = isCompositeCstNode(cst) ? cst.content.map(concrete) : [];
    return [kind, cst.hidden, ...place, sourceOf(cst), addresses.get(cst.astNode), children];
  };
  return {
    nodes: [...imports, ...blocks].map(nodeOf),
    tree: tree && concrete(tree),
    names: names.map(nameOf),
  };
}

function pictureOfErrors(
  lexer: ReadPiece['errors']['lexer'],
  outline: ReadPiece['errors']['outline'],
  parser: ReadPiece['errors']['parser'],
): unknown {
  return {
    lexer: lexer.map(({ offset, line, column, length, message }) => [offset, line, column, length, message]),
    outline: outline.map(({ code, from, to }) => [code, from.startOffset, to.endOffset]),
    parser: parser.map(({ message, token }) => [message, token.startOffset, token.image]),
  };
}

const sources = new Map<object, number>();

/** Both read by one grammar, so it has to be the same element. */
function sourceOf({ grammarSource }: CstNode): number | undefined {
  if (grammarSource === undefined) return undefined;
  if (!sources.has(grammarSource)) sources.set(grammarSource, sources.size);
  return sources.get(grammarSource);
}

function fieldsOf(node: AstNode): (readonly [string, unknown])[] {
  return Object.entries(node).filter(([key]) => !key.startsWith('$'));
}

function childrenOf(node: AstNode): (readonly [string, AstNode, number])[] {
  return fieldsOf(node).flatMap(([key, value]) =>
    [value]
      .flat()
      .filter(isAstNode)
      .map((child, index) => [key, child, index] as const),
  );
}

function referencesIn(nodes: readonly AstNode[]): Reference[] {
  return nodes.flatMap((node) => [
    ...fieldsOf(node).flatMap(([, value]) => [value].flat().filter(isReference)),
    ...referencesIn(childrenOf(node).map(([, child]) => child)),
  ]);
}
