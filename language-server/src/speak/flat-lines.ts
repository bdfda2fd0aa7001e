import { type AstNode, GrammarUtils } from 'langium';
import { childrenOf } from '../format/children-of.ts';
import { isAccept, isAttest, isRuleSetting } from '../generated/ast.ts';
import { leavesOf } from '../lower/leaves.ts';

/** One thing that a block says, as the words from the outside to the inside: `['before commit', 'hold: 24 h']`. */
export type Path = readonly string[];

/** All that a block or a setting says, a path for each setting at the end of its way, in the order of the text. */
export function pathsOf(node: AstNode): readonly Path[] {
  const inside = childrenOf(node).flatMap((child) => (isRuleSetting(child.node) ? [] : pathsOf(child.node)));
  const head = [headOf(node), ...ruleOf(node)].join(' ');
  return inside.length === 0 ? [[head]] : inside.map((path) => [head, ...path]);
}

/** A runbook accepts many risks; which one a line is about is told by its rule. */
function ruleOf(node: AstNode): readonly string[] {
  if (!isAccept(node) && !isAttest(node)) return [];
  return node.settings.filter(isRuleSetting).flatMap(({ value }) => value ?? []);
}

/** The paths of what stands in a block's braces, without the block's own words. */
export function pathsWithin(node: AstNode): readonly Path[] {
  return childrenOf(node)
    .filter(({ isMember }) => !isMember)
    .flatMap((child) => pathsOf(child.node));
}

/** The words before the braces, or all of them, with one space between and quantities as they are formatted. */
export function headOf(node: AstNode): string {
  const cst = node.$cstNode;
  if (cst === undefined) return '';
  const end = GrammarUtils.findNodeForKeyword(cst, '{')?.offset ?? cst.end;
  return leavesOf(cst)
    .filter((leaf) => leaf.offset < end)
    .map((leaf) => (leaf.tokenType.name === 'QUANTITY' ? leaf.text.replace(/^([0-9.]+)\s*/, '$1 ') : leaf.text))
    .join(' ')
    .replaceAll(' ,', ',');
}

/** What a path is about, so that a nearer word takes the place of one further away: `datastore:`, `nic`, `before commit`. */
export function subjectOf([first = '']: Path): string {
  return /^[\w.-]+:/.exec(first)?.[0] ?? first;
}
