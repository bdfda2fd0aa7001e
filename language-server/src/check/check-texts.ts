import { type AstNode, AstUtils, GrammarAST, type LeafCstNode } from 'langium';
import { leavesOf } from '../lower/leaves.ts';
import { placed } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { checkBlank } from './check-blank.ts';

/** Settings whose text may stand without quotes: addresses and names of things elsewhere. */
export const BARE_ALLOWED: ReadonlySet<string> = new Set(['AddressSetting', 'EndpointSetting', 'ItemSetting']);

/** Quotes: one that is never closed, texts that have none, and some with nothing between them. */
export function checkTexts(node: AstNode, problems: ProblemList): void {
  for (const leaf of leavesOf(node.$cstNode)) {
    if (leaf.tokenType.name === 'STRING') checkClosed(node, leaf, problems);
    else if (isText(leaf)) checkQuoted(node, leaf, problems);
  }
}

function checkClosed(node: AstNode, leaf: LeafCstNode, problems: ProblemList): void {
  if (leaf.text.length > 1 && leaf.text.endsWith('"')) {
    checkBlank(leaf, problems);
    return;
  }
  const message = 'This text has no closing quote, so it runs to the end of the line. Write `"` where it ends.';
  const text = `${leaf.text.trimEnd()}"`;
  problems.error('unclosed-quote', placed(node, leaf), message, {
    replacement: { title: 'Close the quote at the end', text },
  });
}

function checkQuoted(node: AstNode, leaf: LeafCstNode, problems: ProblemList): void {
  if (BARE_ALLOWED.has(leaf.astNode.$type)) return;
  const text = `"${leaf.text}"`;
  const message = `A text stands in double quotes, a name without them is a reference. Write \`${text}\`.`;
  problems.warning('missing-quotes', placed(node, leaf), message, {
    replacement: { title: `Write \`${text}\``, text },
  });
}

const ofText = new WeakMap<GrammarAST.AbstractElement, boolean>();

/** Whether a leaf was read by the rule `Text`. */
function isText(leaf: LeafCstNode): boolean {
  const { grammarSource } = leaf;
  if (grammarSource === undefined) return false;
  const known = ofText.get(grammarSource);
  if (known !== undefined) return known;
  const is = AstUtils.getContainerOfType(grammarSource, GrammarAST.isParserRule)?.name === 'Text';
  ofText.set(grammarSource, is);
  return is;
}
