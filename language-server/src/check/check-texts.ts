import { AstUtils, GrammarAST, type LangiumDocument, type LeafCstNode } from 'langium';
import type { SourceRange } from '../../../core/runbook/source.ts';
import type { File } from '../generated/ast.ts';
import { leavesOf } from '../lower/leaves.ts';
import type { ProblemList } from '../lower/problem-list.ts';

/** Settings whose text may stand without quotes: addresses and names of things elsewhere. */
const BARE_ALLOWED: ReadonlySet<string> = new Set(['AddressSetting', 'EndpointSetting', 'ItemSetting']);

/** Quotes: one that is never closed, and texts that have none. */
export function checkTexts(document: LangiumDocument<File>, problems: ProblemList): void {
  const uri = document.uri.toString();
  for (const leaf of leavesOf(document.parseResult.value.$cstNode)) {
    if (leaf.text.startsWith('"')) checkClosed(leaf, uri, problems);
    else if (isText(leaf)) checkQuoted(leaf, uri, problems);
  }
}

function checkClosed(leaf: LeafCstNode, uri: string, problems: ProblemList): void {
  if (leaf.text.length > 1 && leaf.text.endsWith('"')) return;
  const message = 'This text has no closing quote, so it runs to the end of the line. Write `"` where it ends.';
  const text = `${leaf.text.trimEnd()}"`;
  problems.error('unclosed-quote', rangeOf(leaf, uri), message, {
    replacement: { title: 'Close the quote at the end', text },
  });
}

function checkQuoted(leaf: LeafCstNode, uri: string, problems: ProblemList): void {
  if (BARE_ALLOWED.has(leaf.astNode.$type)) return;
  const text = `"${leaf.text}"`;
  const message = `A text stands in double quotes, a name without them is a reference. Write \`${text}\`.`;
  problems.warning('missing-quotes', rangeOf(leaf, uri), message, {
    replacement: { title: `Write \`${text}\``, text },
  });
}

/** Whether a leaf was read by the rule `Text`. */
function isText(leaf: LeafCstNode): boolean {
  return AstUtils.getContainerOfType(leaf.grammarSource, GrammarAST.isParserRule)?.name === 'Text';
}

function rangeOf(leaf: LeafCstNode, uri: string): SourceRange {
  return { uri, ...leaf.range };
}
