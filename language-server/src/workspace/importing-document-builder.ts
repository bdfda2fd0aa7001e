import {
  type BuildOptions,
  type Cancellation,
  DefaultDocumentBuilder,
  DocumentState,
  type LangiumDocument,
  type URI,
} from 'langium';
import type { File } from '../generated/ast.ts';
import { importTarget } from '../names/import-target.ts';
import type { FileDocuments } from './file-documents.ts';

/**
 * Builds documents together with the files that they import, wherever those are, and builds again what a change reaches:
 * the files that import the changed one, and those that it imports, since its findings may stand in them.
 */
export class ImportingDocumentBuilder extends DefaultDocumentBuilder {
  protected override async buildDocuments(
    documents: LangiumDocument[],
    options: BuildOptions,
    cancelToken: Cancellation.CancellationToken,
  ): Promise<void> {
    const imported = await this.#loadImports(documents, cancelToken);
    await super.buildDocuments([...documents, ...imported], options, cancelToken);
  }

  protected override shouldRelink(document: LangiumDocument, changedUris: Set<string>): boolean {
    if (document.state < DocumentState.Parsed) return true;
    const { uris } = this.#files.reachOf(document);
    for (const uri of changedUris) if (uris.has(uri)) return true;
    return this.#files.importersOf(document).some((importer) => changedUris.has(importer.uri.toString()));
  }

  async #loadImports(
    documents: readonly LangiumDocument[],
    cancelToken: Cancellation.CancellationToken,
  ): Promise<LangiumDocument[]> {
    const added: LangiumDocument[] = [];
    const queue = [...documents];
    for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
      if (document.state < DocumentState.Parsed) await this.langiumDocumentFactory.update(document, cancelToken);
      for (const target of importsOf(document)) {
        if (this.langiumDocuments.hasDocument(target)) continue;
        const found = await this.#read(target, cancelToken);
        if (found === undefined) continue;
        added.push(found);
        queue.push(found);
      }
    }
    return added;
  }

  /** A file that is not there is told by `check-imports.ts`. */
  async #read(uri: URI, cancelToken: Cancellation.CancellationToken): Promise<LangiumDocument | undefined> {
    try {
      return await this.langiumDocuments.getOrCreateDocument(uri, cancelToken);
    } catch {
      return undefined;
    }
  }

  get #files(): FileDocuments {
    return this.langiumDocuments as FileDocuments;
  }
}

function importsOf(document: LangiumDocument): URI[] {
  const file = document.parseResult.value as File;
  return (file.imports ?? []).flatMap((imported) => importTarget(document.uri, imported) ?? []);
}
