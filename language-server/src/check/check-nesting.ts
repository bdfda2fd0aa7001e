import { compareStarts, type SourceRange } from '../../../core/runbook/source.ts';
import type { Block } from '../generated/ast.ts';
import { firstLeafOf } from '../lower/leaves.ts';
import { placeOfFirstWord } from '../lower/places.ts';
import type { TextProblem } from '../lower/text-problem.ts';

/**
 * Tells a block inside of another one. The text is cut at each word that begins a block, so the outer one seems never to
 * be closed, and its `}` to close nothing. Where all blocks between the two stand further in than the outer one, neither
 * is what its author did: it is told once, where the first of them begins.
 *
 * `problems` are those of the text's outline, `blocks` all blocks of the file; both in the order of the text.
 */
export function withNestedTold(problems: readonly TextProblem[], blocks: readonly Block[]): readonly TextProblem[] {
  const told: TextProblem[] = [];
  let open: TextProblem[] = [];
  for (const problem of problems) {
    if (isUnclosed(problem)) {
      open.push(problem);
      continue;
    }
    const [outermost, nested] = isStray(problem) ? outermostIn(open, problem.at, blocks) : [];
    told.push(...open.slice(0, outermost), nested ?? problem);
    open = [];
  }
  return [...told, ...open];
}

/** Until it is closed, any block that comes or goes may be one inside of it. */
export function isUnclosed({ code }: TextProblem): boolean {
  return code === 'unclosed-block';
}

/** Which of the open blocks is the one around the others, and what is to be told. */
function outermostIn(
  open: readonly TextProblem[],
  stray: SourceRange,
  blocks: readonly Block[],
): readonly [number, TextProblem] | readonly [] {
  for (const [index, { at }] of open.entries()) {
    const nested = nestedIn(at, stray, blocks);
    if (nested !== undefined) return [index, nested];
  }
  return [];
}

function isStray({ code }: TextProblem): boolean {
  return code === 'surplus-brace' || code === 'outside-block';
}

function nestedIn(outer: SourceRange, stray: SourceRange, blocks: readonly Block[]): TextProblem | undefined {
  const index = firstFrom(blocks, outer);
  const [block, first] = [blocks[index], blocks[index + 1]];
  if (block === undefined || first === undefined || compareStarts(placeOfFirstWord(block), outer) !== 0)
    return undefined;
  const end = firstFrom(blocks, stray);
  if (end <= index + 1) return undefined;
  for (let inner = index + 1; inner < end; inner++) {
    const each = blocks[inner];
    if (each === undefined || placeOfFirstWord(each).start.character <= outer.start.character) return undefined;
  }
  const [kind, around] = [wordOf(first), wordOf(block)];
  return {
    at: placeOfFirstWord(first),
    severity: 'error',
    code: 'nested-block',
    message: `\`${kind}\` stands inside of \`${around}\`, but blocks stand one below the other. Move it, and any block that follows it in there, below the \`}\` of \`${around}\`.`,
    related: [{ at: outer, message: `This \`${around}\` is the block around it.` }],
  };
}

/** Index of the first block that does not begin before a place. */
function firstFrom(blocks: readonly Block[], place: SourceRange): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle];
    if (block !== undefined && compareStarts(placeOfFirstWord(block), place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wordOf({ $cstNode }: Block): string {
  return firstLeafOf($cstNode)?.text ?? '';
}
