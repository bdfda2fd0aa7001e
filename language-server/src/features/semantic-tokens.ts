import { type AstNode, type CstNode, GrammarUtils } from 'langium';
import { AbstractSemanticTokenProvider, type SemanticTokenAcceptor } from 'langium/lsp';
import { SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver';
import { isFact, isImport, isStray } from '../generated/ast.ts';
import { firstLeafOf } from '../lower/leaves.ts';
import { namespaceOf } from '../names/namespaces.ts';
import { languageOutline } from '../vocabulary/outline.ts';

/** What a name stands for, as the colour themes know it; everything in a site is a class. */
const COLOURS: Readonly<Record<string, string>> = {
  machine: SemanticTokenTypes.variable,
  wave: SemanticTokenTypes.event,
  person: SemanticTokenTypes.parameter,
};

/** Colours by meaning: which word begins a block, which is a key, a choice, a name, and what the name stands for. */
export class FailbackSemanticTokens extends AbstractSemanticTokenProvider {
  protected override highlightElement(node: AstNode, accept: SemanticTokenAcceptor): void {
    if (isStray(node)) return;
    const { name, target } = node as { name?: unknown; target?: { ref?: AstNode; $refNode?: CstNode } };
    const first = firstLeafOf(node.$cstNode);
    if (first !== undefined && (languageOutline().has(node.$type) || isImport(node))) {
      accept({ cst: first, type: SemanticTokenTypes.keyword });
    } else if (first?.text.endsWith(':') && (node.$type.endsWith('Setting') || isFact(node))) {
      accept({ cst: first, type: SemanticTokenTypes.property });
    }
    const nameNode = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
    if (typeof name === 'string' && nameNode !== undefined && namespaceOf(node.$type) !== undefined) {
      accept({ cst: nameNode, type: colourOf(node.$type), modifier: SemanticTokenModifiers.declaration });
    }
    if (target?.ref !== undefined && target.$refNode !== undefined) {
      accept({ cst: target.$refNode, type: colourOf(target.ref.$type) });
    }
    for (const cst of choicesIn(node)) accept({ cst, type: SemanticTokenTypes.enumMember });
  }
}

/** The words of a fixed choice behind a key, and the stage of a moment. */
function choicesIn(node: AstNode): CstNode[] {
  if (!/Setting$|^Moment$/.test(node.$type)) return [];
  return ['value', 'values', 'family', 'stage']
    .flatMap((property) => GrammarUtils.findNodesForProperty(node.$cstNode, property))
    .filter((cst) => /^[a-z][a-z-]*$/.test(cst.text) && cst.astNode === node);
}

function colourOf(type: string): string {
  return COLOURS[namespaceOf(type) ?? ''] ?? SemanticTokenTypes.class;
}
