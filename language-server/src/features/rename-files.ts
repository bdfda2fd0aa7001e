import { type AstNode, AstUtils, type LangiumDocument, type LangiumDocuments, URI, UriUtils } from 'langium';
import type { FileOperationHandler } from 'langium/lsp';
import type { FileOperationOptions, RenameFilesParams, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import {
  isAuthoritySetting,
  isImport,
  isInventorySetting,
  isScriptSetting,
  isSignersSetting,
} from '../generated/ast.ts';
import { unquoted } from '../lower/lowering.ts';
import { placeOfProperty } from '../lower/places.ts';

const EVERYTHING = { filters: [{ scheme: 'file', pattern: { glob: '**' } }] };

/** Imports, inventories and scripts follow when files or folders are renamed or moved, in both directions. */
export class FailbackFileRenames implements FileOperationHandler {
  readonly fileOperationOptions: FileOperationOptions = { willRename: EVERYTHING };
  readonly #documents: () => LangiumDocuments;

  constructor(documents: () => LangiumDocuments) {
    this.#documents = documents;
  }

  willRenameFiles({ files }: RenameFilesParams): WorkspaceEdit | null {
    const moves = files.map(({ oldUri, newUri }) => ({
      from: URI.parse(oldUri).toString(),
      to: URI.parse(newUri).toString(),
    }));
    const changes: Record<string, TextEdit[]> = {};
    for (const document of this.#documents().all) {
      const edits = editsIn(document, (uri) => movedTo(uri, moves));
      if (edits.length > 0) changes[document.uri.toString()] = edits;
    }
    return Object.keys(changes).length === 0 ? null : { changes };
  }
}

interface Move {
  readonly from: string;
  readonly to: string;
}

/** Where a file is afterwards; a folder takes what is in it along. */
function movedTo(uri: string, moves: readonly Move[]): string {
  for (const { from, to } of moves) {
    if (uri === from) return to;
    if (uri.startsWith(`${from}/`)) return to + uri.slice(from.length);
  }
  return uri;
}

function editsIn(document: LangiumDocument, moved: (uri: string) => string): TextEdit[] {
  const here = document.uri.toString();
  const newHere = moved(here);
  return AstUtils.streamAst(document.parseResult.value)
    .toArray()
    .flatMap((node): TextEdit[] => {
      const path = pathIn(node);
      if (path === undefined || path.text === '' || /^[a-z][a-z+.-]+:\/\//i.test(path.text)) return [];
      const target = UriUtils.resolvePath(UriUtils.dirname(document.uri), path.text).toString();
      const newTarget = moved(target);
      if (newTarget === target && newHere === here) return [];
      const newText = relativePath(newHere, newTarget, path.text);
      return newText === path.text ? [] : [{ range: path.range, newText: `"${newText}"` }];
    });
}

function pathIn(node: AstNode): { readonly text: string; readonly range: TextEdit['range'] } | undefined {
  const property = isImport(node)
    ? 'path'
    : isInventorySetting(node) || isScriptSetting(node) || isSignersSetting(node) || isAuthoritySetting(node)
      ? 'value'
      : undefined;
  const at = property && placeOfProperty(node, property);
  if (at === undefined || property === undefined) return undefined;
  const text = String((node as unknown as Readonly<Record<string, unknown>>)[property] ?? '');
  return { text: unquoted(text), range: { start: at.start, end: at.end } };
}

/** Written as it was: with `./` in front where that stood there. */
function relativePath(from: string, to: string, before: string): string {
  const path = UriUtils.relative(UriUtils.dirname(URI.parse(from)), URI.parse(to));
  return before.startsWith('./') && !path.startsWith('.')
    ? `./${path}`
    : path.replace(/^\.\/(?!\.)/, before.startsWith('./') ? './' : '');
}
