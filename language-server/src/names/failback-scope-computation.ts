import { type AstNodeDescription, EMPTY_STREAM, type LocalSymbols, type ScopeComputation } from 'langium';

/**
 * Nothing is worked out when a file is built: what it declares stands in the table that it keeps of its names, where
 * `FailbackScopeProvider` and `NameIndex` look it up.
 */
export class FailbackScopeComputation implements ScopeComputation {
  async collectExportedSymbols(): Promise<AstNodeDescription[]> {
    return [];
  }

  async collectLocalSymbols(): Promise<LocalSymbols> {
    return { has: () => false, getStream: () => EMPTY_STREAM };
  }
}
