import { type AstNodeDescription, DefaultScopeComputation, EMPTY_STREAM, type LangiumDocument } from 'langium';
import type { File } from '../generated/ast.ts';
import { declarationsOf } from './declared-names.ts';

/**
 * Exports every declaration, members of groups too. Local symbols are not needed: `FailbackScopeProvider` looks into
 * its own tables, since scanning a stream for each reference makes linking quadratic.
 */
export class FailbackScopeComputation extends DefaultScopeComputation {
  override async collectExportedSymbols(document: LangiumDocument): Promise<AstNodeDescription[]> {
    const file = document.parseResult.value as File;
    return [...declarationsOf(file)].map((node) => this.descriptions.createDescription(node, node.name, document));
  }

  override async collectLocalSymbols() {
    return { has: () => false, getStream: () => EMPTY_STREAM };
  }
}
