import { type LangiumDocument, type LangiumDocuments, UriUtils } from 'langium';
import type { TextEdit } from 'vscode-languageserver';
import { type File, isRunbook } from '../../generated/ast.ts';
import { declarationsOf, type Named } from '../../names/declared-names.ts';
import { withImports } from '../../names/imported-files.ts';
import { type Namespace, namespaceOf, staysInItsFile } from '../../names/namespaces.ts';
import { piecedFileOf } from '../../pieces/pieced-file.ts';

/** A file that may be imported. The way to it and the edit are worked out when they are asked for. */
export class ImportableFile {
  readonly #from: LangiumDocument;
  readonly #file: LangiumDocument;
  #path: string | undefined;

  constructor(from: LangiumDocument, file: LangiumDocument) {
    this.#from = from;
    this.#file = file;
  }

  /** As the import writes it. */
  get path(): string {
    this.#path ??= relativePath(this.#from, this.#file);
    return this.#path;
  }

  get edit(): TextEdit {
    return importEdit(this.#from, this.path);
  }
}

/** A name that another file of the workspace declares. */
export interface Importable {
  readonly node: Named;
  readonly from: ImportableFile;
}

/** Names of a kind that are wanted, in site files that a file does not import yet. A runbook is imported by nobody. */
export function* importableNames(
  document: LangiumDocument,
  namespace: Namespace,
  documents: LangiumDocuments,
  isWanted: (name: string) => boolean,
): Generator<Importable> {
  if (staysInItsFile(namespace)) return;
  const here = new Set<LangiumDocument>(withImports(document, documents));
  for (const other of documents.all) {
    const file = other.parseResult.value as File;
    const names = piecedFileOf(other)?.names;
    // What a file declares is kept by namespace, so one that declares nothing of the kind is passed over unread.
    if (here.has(other) || names?.has(namespace) === false || file.blocks.some(isRunbook)) continue;
    const from = new ImportableFile(document, other);
    for (const node of declarationsOf(file)) {
      if (namespaceOf(node.$type) === namespace && isWanted(node.name)) yield { node, from };
    }
  }
}

/** Puts an import behind the last one, or at the top: above it a comment may stand for the whole file. */
export function importEdit(document: LangiumDocument, path: string): TextEdit {
  const { imports } = document.parseResult.value as File;
  const end = imports.at(-1)?.$cstNode?.range.end;
  if (end !== undefined) return { range: { start: end, end }, newText: `\nimport "${path}"` };
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, newText: `import "${path}"\n\n` };
}

function relativePath(from: LangiumDocument, to: LangiumDocument): string {
  const path = UriUtils.relative(UriUtils.dirname(from.uri), to.uri);
  return path.startsWith('.') ? path : `./${path}`;
}
