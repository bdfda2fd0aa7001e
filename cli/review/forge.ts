/** Where a pull request is discussed. */
export interface Forge {
  /** As people call it: `GitHub`, `Azure DevOps`. */
  readonly name: string;
  /** Writes the one comment of this tool anew, or for the first time. */
  comment(body: string): Promise<'written' | 'rewritten' | 'not allowed'>;
}

/** Answers that say that this token may not; a fork's token never may. */
export const NOT_ALLOWED: ReadonlySet<number> = new Set([401, 403, 404]);
