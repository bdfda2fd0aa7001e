import { AstUtils, type LangiumDocument, UriUtils } from 'langium';
import type { DocumentLinkProvider } from 'langium/lsp';
import type { DocumentLink } from 'vscode-languageserver';
import { isImport, isInventorySetting, isScriptSetting } from '../generated/ast.ts';
import { unquoted } from '../lower/lowering.ts';
import { placeOfProperty } from '../lower/places.ts';

/** Imports, inventories and scripts lead to their files. */
export class FailbackDocumentLinks implements DocumentLinkProvider {
  getDocumentLinks(document: LangiumDocument): DocumentLink[] {
    return AstUtils.streamAst(document.parseResult.value)
      .toArray()
      .flatMap((node) => {
        if (isImport(node)) return linkTo(document, node.path, placeOfProperty(node, 'path'));
        if (isInventorySetting(node) || isScriptSetting(node)) {
          return linkTo(document, node.value, placeOfProperty(node, 'value'));
        }
        return [];
      });
  }
}

function linkTo(
  document: LangiumDocument,
  text: string | undefined,
  at: ReturnType<typeof placeOfProperty>,
): DocumentLink[] {
  if (!text || at === undefined) return [];
  const target = UriUtils.resolvePath(UriUtils.dirname(document.uri), unquoted(text)).toString();
  return [{ range: { start: at.start, end: at.end }, target }];
}
