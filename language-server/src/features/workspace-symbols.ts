import type { LangiumDocument, LangiumDocuments } from 'langium';
import type { NodeKindProvider, WorkspaceSymbolProvider } from 'langium/lsp';
import type { WorkspaceSymbol, WorkspaceSymbolParams } from 'vscode-languageserver';
import type { File } from '../generated/ast.ts';
import { placeOfName } from '../lower/places.ts';
import { declarationsOf, type Named } from '../names/declared-names.ts';
import { wordFor } from '../names/namespaces.ts';
import { type Fit, fitOf } from './place/fit.ts';

/** More than anybody reads; typing on narrows them. */
const MOST = 500;

/** Every declaration of every file of the workspace, the nearest to what is asked first. */
export class FailbackWorkspaceSymbols implements WorkspaceSymbolProvider {
  readonly #documents: () => LangiumDocuments;
  readonly #kinds: () => NodeKindProvider;

  constructor(documents: () => LangiumDocuments, kinds: () => NodeKindProvider) {
    this.#documents = documents;
    this.#kinds = kinds;
  }

  getSymbols({ query }: WorkspaceSymbolParams): WorkspaceSymbol[] {
    const found: { readonly document: LangiumDocument; readonly node: Named; readonly fit: Fit }[] = [];
    for (const document of this.#documents().all) {
      for (const node of declarationsOf(document.parseResult.value as File)) {
        const fit = fitOf(node.name, query);
        if (fit !== undefined) found.push({ document, node, fit });
      }
    }
    const best = found.sort((one, other) => one.fit - other.fit).slice(0, MOST);
    return best.map(({ document, node }) => {
      const { start, end } = placeOfName(node);
      return {
        name: node.name,
        kind: this.#kinds().getSymbolKind(node),
        containerName: wordFor(node),
        location: { uri: document.uri.toString(), range: { start, end } },
      };
    });
  }
}
