import type { LangiumDocument } from 'langium';
import type { File } from '../generated/ast.ts';
import type { Named, NameTable } from './declared-names.ts';
import type { FileNames } from './file-names.ts';
import { type Namespace, staysInItsFile } from './namespaces.ts';

/** The names that a file may use: its own first, then those of each file that it imports. Nothing is copied. */
export class VisibleNames implements NameTable {
  readonly #own: () => FileNames;
  readonly #imported: () => readonly FileNames[];

  constructor(
    document: LangiumDocument,
    withImports: (document: LangiumDocument) => readonly LangiumDocument<File>[],
    namesOf: (file: LangiumDocument<File>) => FileNames,
  ) {
    this.#own = () => namesOf(document as LangiumDocument<File>);
    this.#imported = () => withImports(document).slice(1).map(namesOf);
  }

  find(namespace: Namespace, name: string): Named | undefined {
    const own = this.#own().find(namespace, name);
    if (own !== undefined || staysInItsFile(namespace)) return own;
    for (const names of this.#imported()) {
      const found = names.find(namespace, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  *all(namespace: Namespace): Iterable<Named> {
    yield* this.#own().all(namespace);
    if (staysInItsFile(namespace)) return;
    for (const names of this.#imported()) {
      for (const declaration of names.all(namespace)) {
        if (this.find(namespace, declaration.name) === declaration) yield declaration;
      }
    }
  }
}
