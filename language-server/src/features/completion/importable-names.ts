import { type LangiumDocument, type LangiumDocuments, UriUtils } from 'langium';
import type { TextEdit } from 'vscode-languageserver';
import type { File } from '../../generated/ast.ts';
import { declarationsOf, type Named } from '../../names/declared-names.ts';
import { withImports } from '../../names/imported-files.ts';
import { type Namespace, namespaceOf, staysInItsFile } from '../../names/namespaces.ts';

/** A name that another file of the workspace declares, and the import that brings it in. */
export interface Importable {
  readonly node: Named;
  /** The path as the import writes it. */
  readonly path: () => string;
  readonly edit: () => TextEdit;
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
    if (here.has(other) || file.blocks.some(({ $type }) => $type === 'Runbook')) continue;
    // A workspace has hundreds of files, and few of their names are shown: the way to a file is worked out when asked for.
    let known: string | undefined;
    const path = (): string => {
      known ??= relativePath(document, other);
      return known;
    };
    const edit = (): TextEdit => importEdit(document, path());
    for (const node of declarationsOf(file)) {
      if (namespaceOf(node.$type) === namespace && isWanted(node.name)) yield { node, path, edit };
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
