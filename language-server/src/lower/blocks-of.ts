import type { AstNode, LangiumDocument } from 'langium';
import type { File } from '../generated/ast.ts';

/** The named blocks of a kind in all files, in the order of the text. */
export function blocksOf<N extends AstNode & { name: string }>(
  files: readonly LangiumDocument<File>[],
  isKind: (node: unknown) => node is N,
): readonly N[] {
  const blocks: readonly AstNode[] = files.flatMap((file) => file.parseResult.value.blocks);
  return blocks.filter(isKind).filter((block) => block.name !== undefined);
}
