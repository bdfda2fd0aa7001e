import { type AstNode, type LangiumDocument, UriUtils } from 'langium';
import type { DocumentLinkProvider } from 'langium/lsp';
import type { DocumentLink } from 'vscode-languageserver';
import { ruleCalled } from '../../../core/rules/explain.ts';
import {
  isAuthoritySetting,
  isImport,
  isInventorySetting,
  isRuleSetting,
  isScriptSetting,
  isSignersSetting,
} from '../generated/ast.ts';
import { unquoted } from '../lower/lowering.ts';
import { nodesWithin } from '../lower/nodes-within.ts';
import { placeOfProperty } from '../lower/places.ts';
import { rulePage } from '../rule-pages.ts';
import { ByElement, movedRange } from './place/by-element.ts';
import { elementsOf } from './place/elements.ts';

/** A place and what it names: a path relative to its file, or a rule. */
interface Named {
  readonly range: DocumentLink['range'];
  readonly path?: string;
  readonly rule?: string;
}

/** Imports, inventories and scripts lead to their files, codes of rules to their pages. */
export class FailbackDocumentLinks implements DocumentLinkProvider {
  readonly #pages: () => string | undefined;
  readonly #named = new ByElement<readonly Named[]>(
    (element) => nodesWithin(element).flatMap(namedBy),
    (all, lines) => all.map((one) => ({ ...one, range: movedRange(one.range, lines) })),
  );

  constructor(pages: () => string | undefined) {
    this.#pages = pages;
  }

  getDocumentLinks(document: LangiumDocument): DocumentLink[] {
    const folder = UriUtils.dirname(document.uri);
    const pages = this.#pages();
    return elementsOf(document).flatMap((element) =>
      this.#named.of(element).flatMap(({ range, path, rule }): DocumentLink[] => {
        if (rule === undefined) return [{ range, target: UriUtils.resolvePath(folder, path ?? '').toString() }];
        // Without a client that says where the pages are, a link would lead nowhere.
        if (pages === undefined) return [];
        return [{ range, target: rulePage(rule, pages), tooltip: ruleCalled(rule)?.title ?? rule }];
      }),
    );
  }
}

function namedBy(node: AstNode): readonly Named[] {
  if (isImport(node)) return place(node, 'path', { path: unquoted(node.path ?? '') });
  if (isInventorySetting(node) || isScriptSetting(node) || isSignersSetting(node) || isAuthoritySetting(node))
    return place(node, 'value', { path: unquoted(node.value ?? '') });
  if (isRuleSetting(node) && ruleCalled(node.value?.toUpperCase() ?? '') !== undefined)
    return place(node, 'value', { rule: node.value.toUpperCase() });
  return [];
}

function place(node: AstNode, property: string, what: Omit<Named, 'range'>): readonly Named[] {
  const at = placeOfProperty(node, property);
  if (at === undefined || (what.path === '' && what.rule === undefined)) return [];
  return [{ range: { start: at.start, end: at.end }, ...what }];
}
