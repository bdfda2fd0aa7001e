import assert from 'node:assert/strict';
import {
  type AstNode,
  AstUtils,
  CstUtils,
  isAstNode,
  isReference,
  type LangiumDocument,
  type Reference,
} from 'langium';
import type { File } from '../../../language-server/src/generated/ast.ts';
import { lower } from '../../../language-server/src/lower.ts';
import { declarationsOf, type Named } from '../../../language-server/src/names/declared-names.ts';
import { withImports } from '../../../language-server/src/names/imported-files.ts';
import { NAMESPACES } from '../../../language-server/src/names/namespaces.ts';
import type { Workspace } from './workspace.ts';

/** Everything that can be seen of a workspace, as plain data: two workspaces of the same texts must give the same. */
export function pictureOf({ documents, shared, failback }: Workspace): unknown {
  return documents.map((document) => {
    const file = document.parseResult.value as File;
    const names = failback.references.ScopeProvider.namesVisibleFrom(document);
    const { lexerErrors, parserErrors, lexerReport } = document.parseResult;
    return {
      uri: document.uri.toString(),
      text: document.textDocument.getText(),
      tree: treeOf(file, addressOf),
      tokens: tokensOf(document),
      lexer: lexerErrors.map(({ offset, line, column, length, message }) => [offset, line, column, length, message]),
      parser: parserErrors.map(({ message, token }) => [message, token.startOffset, token.startLine, token.image]),
      outline: JSON.stringify(
        (lexerReport as unknown as { problems: readonly { code: string; from: Token; to: Token }[] }).problems.map(
          ({ code, from, to }) => [code, from.startOffset, from.startLine, to.endOffset, to.endLine],
        ),
      ),
      names: NAMESPACES.map((namespace) => [...names.all(namespace)].map(addressOf)),
      uses: [...declarationsOf(file)].map((declaration) => [
        addressOf(declaration),
        shared.workspace.IndexManager.findAllReferences(
          declaration,
          failback.workspace.AstNodeLocator.getAstNodePath(declaration),
        )
          .map(
            ({ sourceUri, sourcePath, targetPath, segment }) =>
              `${sourceUri} ${sourcePath} ${targetPath} ${segment.offset}`,
          )
          .toArray()
          .sort(),
      ]),
      meaning: meaningOf(document, { shared, failback }),
    };
  });
}

type Target = (node: AstNode) => string;

interface Token {
  readonly startOffset: number;
  readonly startLine?: number;
  readonly endOffset?: number;
  readonly endLine?: number;
}

/** What lowering makes of it: machines by their names, and all problems. */
function meaningOf(document: LangiumDocument, { shared, failback }: Pick<Workspace, 'shared' | 'failback'>): unknown {
  const lowered = lower(withImports(document, shared.workspace.LangiumDocuments), {
    comments: failback.documentation.CommentProvider,
    namesVisibleFrom: (file) => failback.references.ScopeProvider.namesVisibleFrom(file),
  });
  return {
    machines: lowered.runbook?.machines.map(({ name, at, documentation, via }) => [
      name,
      plain(at),
      documentation,
      via?.value.name,
    ]),
    problems: lowered.problems.map(({ at, code, message, related }) => [
      plain(at),
      code,
      message,
      related?.map((one) => plain(one.at)),
    ]),
  };
}

function plain({
  uri,
  start,
  end,
}: {
  uri: string;
  start: { line: number; character: number };
  end: typeof start;
}): string {
  return `${uri} ${start.line}:${start.character}-${end.line}:${end.character}`;
}

/**
 * The syntax tree with all ranges and, where `target` tells addresses, what each reference stands for. Fails where a node
 * is not linked as it should be.
 */
export function treeOf(node: AstNode, target?: Target): unknown {
  const cst = node.$cstNode;
  const children = Object.entries(node)
    .filter(([key]) => !key.startsWith('$'))
    .map(([key, value]): [string, unknown] => [key, pictureOfValue(value, node, key, target)])
    .sort(([one], [other]) => one.localeCompare(other));
  return [node.$type, cst && [cst.offset, cst.end, JSON.stringify(cst.range), cst.text], ...children];
}

function pictureOfValue(
  value: unknown,
  parent: AstNode,
  key: string,
  target: Target | undefined,
  index?: number,
): unknown {
  if (Array.isArray(value)) return value.map((one, at) => pictureOfValue(one, parent, key, target, at));
  if (isReference(value)) return referenceOf(value, target);
  if (!isAstNode(value)) return value;
  // `equal` would print both nodes, with all that hangs on them.
  assert.ok(value.$container === parent, `${value.$type} hangs in another node`);
  assert.equal(value.$containerProperty, key);
  assert.equal(value.$containerIndex, index, `${value.$type} has a wrong index`);
  return treeOf(value, target);
}

function referenceOf(reference: Reference, target: Target | undefined): unknown {
  return [reference.$refText, target && reference.ref && target(reference.ref), reference.$refNode?.offset];
}

function addressOf(node: AstNode): string {
  return `${AstUtils.getDocument(node).uri} ${(node as Named).name} ${node.$cstNode?.offset}`;
}

/** Every token and comment, each checked against the text on its own. */
export function tokensOf(document: LangiumDocument): unknown {
  const root = document.parseResult.value.$cstNode;
  const text = document.textDocument;
  if (root === undefined) return [];
  return CstUtils.flattenCst(root)
    .map((leaf) => {
      assert.deepEqual(
        leaf.range,
        { start: text.positionAt(leaf.offset), end: text.positionAt(leaf.end) },
        `the place of '${leaf.text}'`,
      );
      assert.equal(leaf.text, text.getText(leaf.range));
      assert.equal(leaf.text, leaf.root.fullText.slice(leaf.offset, leaf.end));
      assert.ok(CstUtils.findLeafNodeAtOffset(root, leaf.offset) === leaf, `'${leaf.text}' is not found by its offset`);
      return [leaf.offset, leaf.text, leaf.hidden, leaf.tokenType.name];
    })
    .toArray()
    .sort(([one], [other]) => (one as number) - (other as number));
}
