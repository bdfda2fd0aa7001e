import { type AstNode, GrammarUtils } from 'langium';
import { childrenOf } from '../format/children-of.ts';
import type { ParsedSource, Stretch } from '../format/parsed-source.ts';
import { isMember } from '../generated/ast.ts';
import { headOf } from '../speak/flat-lines.ts';

/** A block or a setting, with the comments and blank lines before it. */
export interface Part {
  /** What it is about; in one text there is one of it. */
  readonly key: string;
  /** Its text, what leads to it included. */
  readonly text: string;
  readonly node: AstNode;
  /** The text between its braces; undefined where it has none. */
  readonly inside: Stretch | undefined;
  /** Where its own text begins, behind what leads to it. */
  readonly start: number;
  readonly from: number;
  readonly end: number;
}

/** A text or a block taken apart: what can be merged one by one, and what comes after the last. */
export interface Parts {
  readonly parts: readonly Part[];
  readonly tail: string;
}

/** The blocks of a file. */
export function blocksOf(source: ParsedSource): Parts {
  return taken(source, source.elements, { start: 0, end: source.text.length });
}

/** The settings of a block. */
export function settingsWithin(source: ParsedSource, node: AstNode, inside: Stretch): Parts {
  return taken(source, childrenOf(node), inside);
}

function taken(
  { text }: ParsedSource,
  elements: readonly (Stretch & { readonly node: AstNode })[],
  whole: Stretch,
): Parts {
  const counts = new Map<string, number>();
  let from = whole.start;
  const parts = elements.map(({ node, start, end: nodeEnd }) => {
    const end = withComma(text, nodeEnd, whole.end);
    const name = keyOf(node);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const part = {
      key: `${name} ${count}`,
      text: text.slice(from, end),
      node,
      inside: insideOf(node),
      start,
      from,
      end,
    };
    from = end;
    return part;
  });
  return { parts, tail: text.slice(from, whole.end) };
}

/** Members of a group may have a comma behind them, which goes with them. */
function withComma(text: string, end: number, limit: number): number {
  const comma = /^[ \t]*,/.exec(text.slice(end, limit));
  return comma === null ? end : end + comma[0].length;
}

/** `vm erp-db`, `datastore:`, `before commit`, `approve "It works"`: what stays the same when its value does not. */
function keyOf(node: AstNode): string {
  const head = headOf(node);
  if (isMember(node)) return `member ${node.name}`;
  return /^[\w.-]+:/.exec(head)?.[0] ?? head;
}

function insideOf(node: AstNode): Stretch | undefined {
  const cst = node.$cstNode;
  const [open, close] = [GrammarUtils.findNodeForKeyword(cst, '{'), GrammarUtils.findNodeForKeyword(cst, '}')];
  return open === undefined || close === undefined ? undefined : { start: open.end, end: close.offset };
}
