/** How `docs/seed.md` is read, and what can be wrong with a row of it. */

import { stepSchema } from '../../core/plan/plan.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import { KNOWN_FACTS } from '../../core/runbook/known-facts.ts';
import { type BlockShape, languageOutline } from '../../language-server/src/vocabulary/outline.ts';

export interface SeedRow {
  readonly number: number;
  /** How the sentence begins. */
  readonly begins: string;
  readonly carriedBy: string;
  readonly sinceThen: string;
}

export function seedRows(document: string): readonly SeedRow[] {
  return [...document.matchAll(/^\| (\d+) \| "([^|]+)" \| [^|]+ \| ([^|]+) \| ?([^|]*) ?\|$/gm)].map(
    ([, number, begins, carriedBy, sinceThen]) => ({
      number: Number(number),
      begins: begins!,
      carriedBy: carriedBy!,
      sinceThen: sinceThen!,
    }),
  );
}

/** The sentences of the article: of its paragraphs and lists, without headings, markup and scraps. */
export function sentencesOf(article: string): readonly string[] {
  const lines = article.replace(/^---\n[\s\S]*?\n---\n/, '').split('\n');
  const blocks: string[] = [''];
  for (const line of lines.map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) blocks.push('');
    else if (line.startsWith('* ')) blocks.push(line.slice(2));
    else blocks.push(`${blocks.pop()} ${line}`);
  }
  return blocks
    .map((block) =>
      block
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll('**', '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .flatMap((block) => block.split(/(?<=[.!?])\s+(?=[A-Z])/))
    .filter((sentence) => sentence.split(' ').length > 2);
}

/** Sentences that no row begins like, and rows that begin like no sentence; each sentence has its row, in their order. */
export function unmatched(rows: readonly SeedRow[], sentences: readonly string[]): readonly string[] {
  const missing = sentences.filter((sentence, index) => !isBeginning(rows[index], sentence));
  const surplus = rows.slice(sentences.length).map(({ begins }) => begins);
  const ambiguous = rows.filter(({ begins }) => sentences.filter((each) => each.startsWith(begins)).length > 1);
  return [...missing, ...surplus, ...ambiguous.map(({ begins }) => `several begin: ${begins}`)];
}

function isBeginning(row: SeedRow | undefined, sentence: string): boolean {
  return row !== undefined && sentence.startsWith(row.begins);
}

/** Everything that a row names and that does not exist. */
export function brokenNames({ number, carriedBy, sinceThen }: SeedRow): readonly string[] {
  const links = [...`${carriedBy} ${sinceThen}`.matchAll(/(step )?\[(`?)([^\]]+?)\2\]\(([^)]+)\)/g)];
  const broken = links.filter(([, step, , name, target]) => !exists(name ?? '', target ?? '', step !== undefined));
  const isEmpty = !carriedBy.includes('](') && carriedBy.trim() !== 'nothing to carry';
  return [...broken.map(([link]) => `${number}: ${link}`), ...(isEmpty ? [`${number}: carried by nothing`] : [])];
}

const codes = new Set<string>(catalogue.map(({ code }) => code));
const steps = new Set<string>(stepSchema.options.map(({ shape }) => shape.kind.value));
const facts = new Set(KNOWN_FACTS.map(({ key }) => key));

function exists(name: string, target: string, isStep: boolean): boolean {
  const [file = '', anchor = ''] = target.split('#');
  if (isStep) return file === 'plan.md' && steps.has(name);
  if (file === `rules/${name}.md`) return codes.has(name);
  if (file !== 'language.md') return false;
  const known = /^known \{ (.+) \}$/.exec(name)?.[1];
  if (known !== undefined) return anchor === 'known' && facts.has(known);
  const block = blockCalled(anchor);
  return name.endsWith(':') ? block?.settings.has(name.slice(0, -1)) === true : block?.word === name;
}

/** A page's anchor is the word of the block; `before` and `after` share theirs. */
function blockCalled(anchor: string): BlockShape | undefined {
  const word = anchor === 'before-after' ? 'before' : anchor;
  return [...languageOutline().values()]
    .flatMap((block) => [block, ...block.blocks.values()])
    .find((block) => block.word === word);
}
