import type { AstNode } from 'langium';
import type { FailbackAstType } from '../generated/ast.ts';

/** The one setting of a kind in a block. Written twice, the first counts; the second is told elsewhere. */
export function settingOf<T extends AstNode>(
  settings: readonly AstNode[],
  isKind: (node: unknown) => node is T,
): T | undefined {
  return settings.find(isKind) as T | undefined;
}

export function settingsOf<T extends AstNode>(
  settings: readonly AstNode[],
  isKind: (node: unknown) => node is T,
): readonly T[] {
  return settings.filter(isKind) as unknown as readonly T[];
}

/** The same by the name of its type: a machine is asked for some twenty kinds, and ten thousand machines are many. */
export function settingOfType<T extends keyof FailbackAstType>(
  settings: readonly AstNode[],
  type: T,
): FailbackAstType[T] | undefined {
  for (const setting of settings) if (setting.$type === type) return setting as FailbackAstType[T];
  return undefined;
}
