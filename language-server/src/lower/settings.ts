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

/** The settings of a block by the names of their types: a machine is asked for some twenty kinds, and ten thousand machines are many. */
export class SettingsByType {
  readonly #settings: readonly AstNode[];
  readonly #types: readonly string[];

  constructor(settings: readonly AstNode[]) {
    this.#settings = settings;
    this.#types = settings.map(({ $type }) => $type);
  }

  /** The first of a type. */
  one<T extends keyof FailbackAstType>(type: T): FailbackAstType[T] | undefined {
    const index = this.#types.indexOf(type);
    return index < 0 ? undefined : (this.#settings[index] as FailbackAstType[T]);
  }

  all<T extends keyof FailbackAstType>(type: T): readonly FailbackAstType[T][] {
    if (!this.#types.includes(type)) return NONE;
    return this.#settings.filter(({ $type }) => $type === type) as FailbackAstType[T][];
  }
}

const NONE: readonly never[] = [];
