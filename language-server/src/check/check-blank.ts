import type { LeafCstNode } from 'langium';
import { isBlank } from '../lower/is-blank.ts';
import { placed } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';

const NO_REASON =
  'No reason stands here, and whoever reviews this must read one: it is shown in the plan, in a review and in the report of the run. Write why.';
const NO_TITLE = 'This has no title, and the plan, the run and its report name it by that. Write what it does.';

/** What is missing where a text is blank, by the kind of node that it stands in. */
const WRITTEN_FOR: ReadonlyMap<string, string> = new Map([
  ['WithoutApproval', NO_REASON],
  ['BecauseSetting', NO_REASON],
  [
    'Approve',
    'This approval says nothing, so nobody can know what they say yes to, and it counts for none. Write what is approved.',
  ],
  ['Ask', 'This question says nothing, so nobody can answer it. Write what is asked.'],
  ['Probe', NO_TITLE],
  ['RunScript', NO_TITLE],
]);

const SAYS_NOTHING = 'This text is empty, so it says nothing. Write what is meant, or remove it.';

/** A text that is there and shows nothing: nowhere is that a value. A blank import is told where imports are. */
export function checkBlank(leaf: LeafCstNode, problems: ProblemList): void {
  const { astNode: node, text } = leaf;
  if (node.$type === 'Import' || !isBlank(text.slice(1, -1))) return;
  problems.error('empty-text', placed(node, leaf), WRITTEN_FOR.get(node.$type) ?? SAYS_NOTHING);
}
