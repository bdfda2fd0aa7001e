import type { AstNode } from 'langium';

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
