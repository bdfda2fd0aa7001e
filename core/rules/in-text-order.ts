import type { SourceRange } from '../runbook/source.ts';
import type { Finding } from './assessment.ts';

/**
 * The findings by place in the text, then by code. They come in the order of their codes already, and most share the
 * place of their machine, so only the distinct places are sorted: ten thousand of them, not four hundred thousand.
 */
export function inTextOrder(findings: readonly Finding[]): readonly Finding[] {
  const places = [...Map.groupBy(findings, ({ at }) => at)].sort(([one], [other]) => comparePlaces(one, other));
  const ordered: Finding[] = [];
  let start = 0;
  for (let index = 0; index < places.length; index += 1) {
    const [place, group] = places[index] as (typeof places)[number];
    const next = places[index + 1];
    for (const finding of group) ordered.push(finding);
    if (next !== undefined && comparePlaces(place, next[0]) === 0) continue;
    if (ordered.length - start > group.length) sortByCode(ordered, start);
    start = ordered.length;
  }
  return ordered;
}

function sortByCode(findings: Finding[], from: number): void {
  const tail = findings.splice(from).sort((one, other) => compare(one.code, other.code));
  for (const finding of tail) findings.push(finding);
}

function comparePlaces(one: SourceRange, other: SourceRange): number {
  return (
    compare(one.uri, other.uri) || one.start.line - other.start.line || one.start.character - other.start.character
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
