/** What the margin says of each line: that there is no way back, that its meaning changed, or both. Pure. */

import { RISKS, type Risk } from '../../../core/review/change.ts';
import type { FinalLine } from '../../../language-server/protocol.ts';
import type { ChangedFile } from '../../infrastructure/changed-lines.ts';

/**
 * The sign in the margin; a line has one at most, the graver.
 *
 * - `unguarded`: no way back, and nobody is asked
 * - `final`: no way back, after an approval
 * - `grave`, `changed`: another meaning than in the base
 */
export type Sign = 'unguarded' | 'final' | 'grave' | 'changed';

export interface LineMark {
  readonly line: number;
  readonly sign: Sign;
  /** Whether the line is marked as changed in the ruler, too. */
  readonly changed: boolean;
  /** Paragraphs of plain text, the gravest first. */
  readonly hover: readonly string[];
}

/** Most sentences about one line; a group's line may be about hundreds of machines. */
const AT_MOST = 12;

export function lineMarks(final: readonly FinalLine[], changed: ChangedFile | undefined): readonly LineMark[] {
  const finals = Map.groupBy(final, ({ line }) => line);
  const changes = Map.groupBy(changed?.places ?? [], ({ line }) => line);
  return [...new Set([...finals.keys(), ...changes.keys()])]
    .sort((one, other) => one - other)
    .map((line) => {
      const ends = finals.get(line) ?? [];
      const news = byRisk(changes.get(line) ?? []);
      return {
        line,
        sign: signOf(ends, news),
        changed: news.length > 0,
        hover: [
          ...new Set(ends.flatMap(({ why }) => why.split('\n'))),
          ...(news.length === 0 ? [] : [`Against ${changed?.base}:`]),
          ...shortened([...new Set(news.map(({ says }) => says))]),
        ],
      };
    });
}

function signOf(final: readonly FinalLine[], news: readonly { readonly risk: Risk }[]): Sign {
  if (final.some(({ guard }) => guard !== 'approval')) return 'unguarded';
  if (final.length > 0) return 'final';
  return news.some(({ risk }) => risk === 'grave') ? 'grave' : 'changed';
}

function byRisk<T extends { readonly risk: Risk }>(news: readonly T[]): readonly T[] {
  return news.toSorted((one, other) => RISKS.indexOf(one.risk) - RISKS.indexOf(other.risk));
}

function shortened(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= AT_MOST) return sentences;
  return [...sentences.slice(0, AT_MOST), `… and ${sentences.length - AT_MOST} more.`];
}
