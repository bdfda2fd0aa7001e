import type {
  CompletionItem,
  CompletionItemKind,
  CompletionList,
  InsertTextFormat,
  Range,
  TextEdit,
} from 'vscode-languageserver';
import { type Fit, fitOf } from '../place/fit.ts';

export const KEYWORD: CompletionItemKind = 14;
export const PROPERTY: CompletionItemKind = 10;
export const ENUM_MEMBER: CompletionItemKind = 20;
export const VALUE: CompletionItemKind = 12;
export const FILE: CompletionItemKind = 17;
export const FOLDER: CompletionItemKind = 19;
export const SNIPPET_KIND: CompletionItemKind = 15;
const SNIPPET: InsertTextFormat = 2;

/** More than these nobody reads; typing on narrows them, and the list says that there are more. */
const MOST = 100;

/** Something to offer. What is long to say is said only of what is shown. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is inserted where that is not the label. */
  readonly insert?: string | (() => string);
  /** `insert` has places to fill, written as the protocol has them: `${1:name}`. */
  readonly isSnippet?: boolean;
  /** The smaller the better; what is in one place stays in its order. */
  readonly rank?: number;
  readonly detail?: string | (() => string | undefined) | undefined;
  readonly documentation?: string | (() => string | undefined) | undefined;
  /** Edits elsewhere, such as the import that a name needs. */
  readonly alsoEdit?: () => readonly TextEdit[];
  /** Asks for what comes next. */
  readonly goesOn?: boolean;
}

/** The best of what is offered for what was typed, as the protocol has it. `range` is what an item takes the place of. */
export function completionList(offers: Iterable<Offer>, typed: string, range: Range): CompletionList {
  // One list for each fit and rank keeps the order of the offers without sorting ten thousand of them.
  const places = new Map<number, Offer[]>();
  let fitting = 0;
  for (const offer of offers) {
    const fit: Fit | undefined = fitOf(offer.label, typed);
    if (fit === undefined) continue;
    fitting++;
    const place = fit * 100 + (offer.rank ?? 0);
    const list = places.get(place);
    if (list === undefined) places.set(place, [offer]);
    else if (list.length < MOST) list.push(offer);
  }
  const sorted = [...places.keys()].sort((one, other) => one - other).flatMap((place) => places.get(place) ?? []);
  return {
    isIncomplete: fitting > MOST,
    items: sorted.slice(0, MOST).map((offer, index) => itemOf(offer, index, range)),
  };
}

function itemOf(offer: Offer, index: number, range: Range): CompletionItem {
  const { label, kind, isSnippet = false, goesOn = false } = offer;
  // Asked of the offer itself: one that stands for thousands of names is an object with methods.
  const detail = typeof offer.detail === 'function' ? offer.detail() : offer.detail;
  const documentation = typeof offer.documentation === 'function' ? offer.documentation() : offer.documentation;
  const insert = typeof offer.insert === 'function' ? offer.insert() : offer.insert;
  const additionalTextEdits = offer.alsoEdit?.();
  return {
    label,
    kind,
    sortText: String(index).padStart(3, '0'),
    textEdit: { range, newText: insert ?? label },
    insertTextFormat: isSnippet ? SNIPPET : 1,
    // A detail is drawn for the chosen item only, a description for each: what decides between them is seen at once.
    ...(detail === undefined ? {} : { detail, labelDetails: { description: detail } }),
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    ...(additionalTextEdits === undefined ? {} : { additionalTextEdits: [...additionalTextEdits] }),
    ...(goesOn ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
  };
}

/** A place to fill in a snippet. */
export function hole(content: string): string {
  return `\${${content}}`;
}

/** A text as a snippet that means nothing but itself. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
