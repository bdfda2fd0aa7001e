import type { AstNode, LangiumDocument } from 'langium';
import type { DocumentSymbolProvider, NodeKindProvider } from 'langium/lsp';
import type { DocumentSymbol, Range } from 'vscode-languageserver';
import { isImport, isMember, isMoment, type Moment } from '../generated/ast.ts';
import { firstLeafOf } from '../lower/leaves.ts';
import { placeOfName, placeOfProperty } from '../lower/places.ts';
import { languageOutline } from '../vocabulary/outline.ts';
import { KeptLists } from '../wire/kept-lists.ts';
import { ByElement, movedRange } from './place/by-element.ts';
import { type Element, elementsOf } from './place/elements.ts';

/** The outline: every block, with the members of a group and the moments of a wave in it. Made once for each block. */
export class FailbackDocumentSymbols implements DocumentSymbolProvider {
  readonly #kinds: NodeKindProvider;
  readonly #symbols = new ByElement<DocumentSymbol | undefined>(
    (element) => this.#symbolOf(element),
    (symbol, lines) => symbol && moved(symbol, lines),
  );

  readonly #answers = new KeptLists<DocumentSymbol>();

  constructor(kinds: NodeKindProvider) {
    this.#kinds = kinds;
  }

  getSymbols(document: LangiumDocument): DocumentSymbol[] {
    const symbols: DocumentSymbol[] = [];
    for (const element of elementsOf(document)) {
      const symbol = this.#symbols.of(element);
      if (symbol !== undefined) symbols.push(symbol);
    }
    return this.#answers.answer(document, symbols);
  }

  #symbolOf(element: Element): DocumentSymbol | undefined {
    if (isImport(element)) return undefined;
    return this.#symbol(element, nameOf(element), wordOf(element), partsOf(element));
  }

  #symbol(node: AstNode, name: string, detail: string, parts: readonly AstNode[]): DocumentSymbol | undefined {
    const range = node.$cstNode?.range;
    if (range === undefined) return undefined;
    const { start, end } = placeOfName(node);
    const children = parts.flatMap((part) => {
      if (isMoment(part)) return this.#symbol(part, nameOfMoment(part), '', part.items) ?? [];
      const title = titleOf(part);
      if (title !== undefined) return this.#titled(part, title);
      return isMember(part) ? (this.#symbol(part, part.name, '', []) ?? []) : [];
    });
    const selectionRange: Range = { start, end };
    const symbol = { name, detail, kind: this.#kinds.getSymbolKind(node), range: plain(range), selectionRange };
    return children.length === 0 ? symbol : { ...symbol, children };
  }

  #titled(node: AstNode, title: string): DocumentSymbol[] {
    const range = node.$cstNode?.range;
    const at = placeOfProperty(node, 'title');
    if (range === undefined || at === undefined) return [];
    const selectionRange = { start: at.start, end: at.end };
    const detail = firstLeafOf(node.$cstNode)?.text ?? '';
    return [{ name: title, detail, kind: this.#kinds.getSymbolKind(node), range: plain(range), selectionRange }];
  }
}

/** A symbol without a name is refused by editors, so what has none is called by its word. */
function nameOf(node: Element): string {
  const { name } = node as { name?: unknown };
  if (typeof name === 'string' && name !== '') return name;
  return node.$type === 'Defaults' ? 'defaults vm' : wordOf(node);
}

function wordOf(node: AstNode): string {
  return languageOutline().get(node.$type)?.word ?? node.$type;
}

function nameOfMoment({ when, stage }: Moment): string {
  return `${when} ${stage ?? ''}`.trim();
}

function partsOf(element: Element): readonly AstNode[] {
  const { members = [], settings = [] } = element as {
    readonly members?: readonly AstNode[];
    readonly settings?: readonly AstNode[];
  };
  return [...members.filter((member) => isMember(member) && member.name !== undefined), ...settings.filter(isMoment)];
}

function titleOf(node: AstNode): string | undefined {
  const { title } = node as { title?: unknown };
  return typeof title === 'string' && title !== '' ? title : undefined;
}

function plain({ start, end }: Range): Range {
  return { start, end };
}

function moved(symbol: DocumentSymbol, lines: number): DocumentSymbol {
  const range = movedRange(symbol.range, lines);
  const selectionRange = movedRange(symbol.selectionRange, lines);
  const { children } = symbol;
  if (children === undefined) return { ...symbol, range, selectionRange };
  return { ...symbol, range, selectionRange, children: children.map((child) => moved(child, lines)) };
}
