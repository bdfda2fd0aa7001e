import { DefaultLangiumDocuments, type LangiumDocument, type URI } from 'langium';
import type { File } from '../generated/ast.ts';
import { importTarget } from '../names/import-target.ts';

/** What a file imports, directly or not. */
export interface Reach {
  /** The file itself first, then those that it reaches, each once. */
  readonly files: readonly LangiumDocument<File>[];
  /** The addresses of all of these, and of those that are not there. */
  readonly uris: ReadonlySet<string>;
}

/** All files that were read, and how they import one another; worked out anew only when that changes. */
export class FileDocuments extends DefaultLangiumDocuments {
  #reach = new WeakMap<LangiumDocument, Reach>();
  #importers: Map<LangiumDocument, readonly LangiumDocument[]> | undefined;

  override addDocument(document: LangiumDocument): void {
    super.addDocument(document);
    this.importsChanged();
  }

  override deleteDocument(uri: URI): LangiumDocument | undefined {
    this.importsChanged();
    return super.deleteDocument(uri);
  }

  override deleteDocuments(folder: URI): LangiumDocument[] {
    this.importsChanged();
    return super.deleteDocuments(folder);
  }

  /** Called when an import came, went or leads elsewhere. */
  importsChanged(): void {
    this.#reach = new WeakMap();
    this.#importers = undefined;
  }

  reachOf(entry: LangiumDocument): Reach {
    const known = this.#reach.get(entry);
    if (known !== undefined) return known;
    const reach = this.#follow(entry as LangiumDocument<File>);
    this.#reach.set(entry, reach);
    return reach;
  }

  /** The files that import this one, directly or not. */
  importersOf(document: LangiumDocument): readonly LangiumDocument[] {
    this.#importers ??= this.#allImporters();
    return this.#importers.get(document) ?? [];
  }

  /** The files about which a change of this one may say something: those that import it, and all that these import. */
  reachedBy(document: LangiumDocument): ReadonlySet<LangiumDocument> {
    const entries = [document, ...this.importersOf(document)];
    return new Set(entries.flatMap((entry) => [entry, ...this.reachOf(entry).files]));
  }

  #follow(entry: LangiumDocument<File>): Reach {
    const seen = new Map<string, LangiumDocument<File>>();
    const uris = new Set<string>();
    const queue = [entry];
    for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
      const key = document.uri.toString();
      if (seen.has(key)) continue;
      seen.set(key, document);
      uris.add(key);
      for (const imported of document.parseResult.value.imports ?? []) {
        const target = importTarget(document.uri, imported);
        if (target === undefined) continue;
        uris.add(target.toString());
        const found = this.getDocument(target);
        if (found !== undefined) queue.push(found as LangiumDocument<File>);
      }
    }
    return { files: [...seen.values()], uris };
  }

  #allImporters(): Map<LangiumDocument, LangiumDocument[]> {
    const importers = new Map<LangiumDocument, LangiumDocument[]>();
    for (const document of this.all) {
      for (const file of this.reachOf(document).files) {
        if (file === document) continue;
        const known = importers.get(file);
        if (known === undefined) importers.set(file, [document]);
        else known.push(document);
      }
    }
    return importers;
  }
}
