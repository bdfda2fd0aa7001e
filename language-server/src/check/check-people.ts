import type { AstNode } from 'langium';
import { isApproversSetting } from '../generated/ast.ts';
import { placeOf } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';

/** A person who is named twice among those who decide: `by all: lead, lead` reads like two pairs of eyes and is one. */
export function checkPeople(node: AstNode, problems: ProblemList): void {
  if (!isApproversSetting(node) || node.values.length < 2) return;
  const first = new Map<string, AstNode>();
  for (const person of node.values) {
    const name = person.target?.$refText;
    if (name === undefined || name === '') continue;
    const earlier = first.get(name.toLowerCase());
    if (earlier === undefined) {
      first.set(name.toLowerCase(), person);
      continue;
    }
    problems.error(
      'person-twice',
      placeOf(person),
      `'${name}' stands here twice, and one person gives one answer. Name somebody else, or remove it.`,
      { related: [{ at: placeOf(earlier), message: 'The first one.' }] },
    );
  }
}
