import { type AstNode, GrammarAST, type LangiumDocument, type LeafCstNode } from 'langium';
import type { SemanticTokenProvider } from 'langium/lsp';
import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensOptions,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver';
import { leavesOf } from '../lower/leaves.ts';
import { namespaceOf } from '../names/namespaces.ts';
import { languageOutline } from '../vocabulary/outline.ts';
import { encoded, withBytes } from '../wire/answer-bytes.ts';
import { KeptLists } from '../wire/kept-lists.ts';
import { lineOf } from './place/by-element.ts';
import { type Element, elementsOf, elementsWithin } from './place/elements.ts';

const TYPES = ['keyword', 'property', 'enumMember', 'variable', 'event', 'parameter', 'class'] as const;
/** `irreversible`: what cannot be taken back. `unguarded`: what passes it without anybody's approval. */
const MODIFIERS = ['declaration', 'defaultLibrary', 'irreversible', 'unguarded'] as const;

type TokenType = (typeof TYPES)[number];
type Modifier = (typeof MODIFIERS)[number];

/** The tokens of one import or block, as the protocol encodes them. */
interface Chunk {
  /** Of the first token: lines from the block's anchor, column, length, type, modifiers. */
  readonly first: readonly [line: number, character: number, length: number, type: number, modifiers: number];
  /** The others, each relative to the one before. */
  readonly rest: readonly number[];
  /** All but the place of the first token, as JSON has it within a list. */
  readonly text: string;
  /** Where the last one begins. */
  readonly last: { readonly line: number; readonly character: number };
}

/** A chunk as it follows the one before it. */
interface Placed {
  readonly chunk: Chunk;
  readonly down: number;
  readonly right: number;
}

/** How many answers are kept for clients that ask for what changed since. */
const ANSWERS_KEPT = 64;

/** How many different chunks are known again. */
const SHAPES_KEPT = 2_000;

/**
 * Colours by meaning: which word begins a block, which is a key, a choice, a name, and what the name stands for. A name is
 * coloured by what belongs in its place, so a block's colours depend on nothing but its text and are made once.
 */
export class FailbackSemanticTokens implements SemanticTokenProvider {
  readonly tokenTypes: Record<string, number> = Object.fromEntries(TYPES.map((type, index) => [type, index]));
  readonly tokenModifiers: Record<string, number> = Object.fromEntries(MODIFIERS.map((name, bit) => [name, 1 << bit]));
  readonly semanticTokensOptions: SemanticTokensOptions = {
    legend: { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] },
    full: { delta: true },
    range: true,
  };
  /** Null: a block without a colour. */
  readonly #chunks = new WeakMap<AstNode, Chunk | null>();
  readonly #answers = new Map<string, { readonly id: string; readonly placed: readonly Placed[] }>();
  readonly #numbers = new KeptLists<Placed>(({ chunk, down, right }) => `${down},${right},${chunk.text}`);
  readonly #shapes = new Map<string, Chunk>();
  #count = 0;

  semanticHighlight(document: LangiumDocument, _params: SemanticTokensParams): SemanticTokens {
    const placed = this.#place(elementsOf(document), this.#before(document)?.placed);
    return this.#whole(document, this.#remember(document, placed), placed);
  }

  semanticHighlightRange(document: LangiumDocument, { range }: SemanticTokensRangeParams): SemanticTokens {
    const placed = this.#place(elementsWithin(document, range));
    return { data: numbersOf(placed, 0, placed.length) };
  }

  semanticHighlightDelta(
    document: LangiumDocument,
    { previousResultId }: SemanticTokensDeltaParams,
  ): SemanticTokens | SemanticTokensDelta {
    const before = this.#before(document);
    const placed = this.#place(elementsOf(document), before?.placed);
    const resultId = this.#remember(document, placed);
    if (before?.id !== previousResultId) return this.#whole(document, resultId, placed);
    return { resultId, edits: changes(before.placed, placed) };
  }

  /** Its numbers are a list only where somebody wants a list: as JSON they are put together from those of the answer before. */
  #whole(document: LangiumDocument, resultId: string, placed: readonly Placed[]): SemanticTokens {
    const answer = {
      resultId,
      get data() {
        return numbersOf(placed, 0, placed.length);
      },
    };
    const head = `{"resultId":${JSON.stringify(resultId)},"data":[`;
    return withBytes(answer, () => [encoded(head), ...this.#numbers.partsOf(document, placed), encoded(']}')]);
  }

  #before(document: LangiumDocument): { readonly id: string; readonly placed: readonly Placed[] } | undefined {
    return this.#answers.get(document.uri.toString());
  }

  /** What is placed as in the answer before is the same object as there. */
  #place(elements: readonly Element[], before: readonly Placed[] = []): readonly Placed[] {
    const placed: Placed[] = [];
    let line = 0;
    let character = 0;
    for (const element of elements) {
      const chunk = this.#chunk(element);
      if (chunk === undefined) continue;
      const anchor = lineOf(element);
      const down = anchor + chunk.first[0] - line;
      const right = down === 0 ? chunk.first[1] - character : chunk.first[1];
      const known = before[placed.length];
      const isKnown = known?.chunk === chunk && known.down === down && known.right === right;
      placed.push(isKnown ? known : { chunk, down, right });
      line = anchor + chunk.last.line;
      character = chunk.last.character;
    }
    return placed;
  }

  #chunk(element: Element): Chunk | undefined {
    const known = this.#chunks.get(element);
    if (known !== undefined) return known === null ? undefined : known;
    const chunk = this.#shared(chunkOf(element));
    this.#chunks.set(element, chunk ?? null);
    return chunk;
  }

  /** Ten thousand blocks have a few shapes: chunks that say the same are one object, and take its memory once. */
  #shared(chunk: Chunk | undefined): Chunk | undefined {
    if (chunk === undefined) return undefined;
    const key = `${chunk.first[0]} ${chunk.first[1]} ${chunk.text} ${chunk.last.line} ${chunk.last.character}`;
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    if (this.#shapes.size >= SHAPES_KEPT) this.#shapes.clear();
    this.#shapes.set(key, chunk);
    return chunk;
  }

  #remember(document: LangiumDocument, placed: readonly Placed[]): string {
    const key = document.uri.toString();
    const id = String(++this.#count);
    this.#answers.delete(key);
    this.#answers.set(key, { id, placed });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > ANSWERS_KEPT && oldest !== undefined) this.#answers.delete(oldest);
    return id;
  }
}

function numbersOf(placed: readonly Placed[], from: number, to: number): number[] {
  // The whole of a large file is a million numbers: written into their places, not pushed.
  const data = new Array<number>(sizeOf(placed, from, to));
  let at = 0;
  for (let index = from; index < to; index++) {
    const one = placed[index];
    if (one === undefined) break;
    const { first, rest } = one.chunk;
    data[at++] = one.down;
    data[at++] = one.right;
    data[at++] = first[2];
    data[at++] = first[3];
    data[at++] = first[4];
    for (let next = 0; next < rest.length; next++) data[at++] = rest[next] ?? 0;
  }
  return data;
}

/** One edit from the first block that differs to the last: typing changes blocks side by side. */
function changes(before: readonly Placed[], after: readonly Placed[]): SemanticTokensDelta['edits'] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isSame(before[head], after[head])) head++;
  if (head === before.length && head === after.length) return [];
  let tail = 0;
  while (tail < shorter - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  return [
    {
      start: sizeOf(before, 0, head),
      deleteCount: sizeOf(before, head, before.length - tail),
      data: numbersOf(after, head, after.length - tail),
    },
  ];
}

function isSame(one: Placed | undefined, other: Placed | undefined): boolean {
  return one?.chunk === other?.chunk && one?.down === other?.down && one?.right === other?.right;
}

function sizeOf(placed: readonly Placed[], from: number, to: number): number {
  let size = 0;
  for (let index = from; index < to; index++) size += 5 + (placed[index]?.chunk.rest.length ?? 0);
  return size;
}

function chunkOf(element: Element): Chunk | undefined {
  const base = lineOf(element);
  const rest: number[] = [];
  let first: Chunk['first'] | undefined;
  let line = 0;
  let character = 0;
  let before: AstNode | undefined;
  for (const leaf of leavesOf(element.$cstNode)) {
    const begins = leaf.astNode !== before && leaf.offset === leaf.astNode.$cstNode?.offset;
    before = leaf.astNode;
    const colour = colourOf(leaf, begins);
    if (colour === undefined) continue;
    const start = leaf.range.start;
    const at = { line: start.line - base, character: start.character };
    const numbers = [leaf.length, TYPES.indexOf(colour.type), bits(colour.modifiers)] as const;
    if (first === undefined) first = [at.line, at.character, ...numbers];
    else rest.push(at.line - line, at.line === line ? at.character - character : at.character, ...numbers);
    ({ line, character } = at);
  }
  if (first === undefined) return undefined;
  return { first, rest, text: [...first.slice(2), ...rest].join(','), last: { line, character } };
}

function bits(modifiers: readonly Modifier[]): number {
  return modifiers.reduce((all, modifier) => all | (1 << MODIFIERS.indexOf(modifier)), 0);
}

interface Colour {
  readonly type: TokenType;
  readonly modifiers: readonly Modifier[];
}

function colourOf(leaf: LeafCstNode, begins: boolean): Colour | undefined {
  const { astNode: node, text } = leaf;
  if (node.$type === 'Stray' || !/^\w/.test(text)) return undefined;
  const { name } = node as { name?: unknown };
  if (name === text && namespaceOf(node.$type) !== undefined && isName(leaf))
    return { type: typeOf(node.$type), modifiers: ['declaration'] };
  if (node.$type.endsWith('Reference')) return { type: typeOf(referredBy(node.$type)), modifiers: [] };
  if (text.endsWith(':')) {
    const final = node.$type === 'DeleteOldMachineSetting';
    return { type: 'property', modifiers: final ? ['irreversible'] : [] };
  }
  if (begins && (languageOutline().has(node.$type) || node.$type === 'Import'))
    return { type: 'keyword', modifiers: node.$type === 'WithoutApproval' ? ['unguarded'] : [] };
  if (node.$type === 'RuleSetting')
    return /^FB\d{3}$/i.test(text) ? { type: 'enumMember', modifiers: ['defaultLibrary'] } : undefined;
  if (choices().get(node.$type)?.has(text))
    return { type: 'enumMember', modifiers: FINAL.has(`${node.$type} ${text}`) ? ['irreversible'] : [] };
  return GrammarAST.isKeyword(leaf.grammarSource) ? { type: 'keyword', modifiers: [] } : undefined;
}

/** Names may be what keywords are, so the text alone does not tell one from the other. */
function isName(leaf: LeafCstNode): boolean {
  return !GrammarAST.isKeyword(leaf.grammarSource);
}

/** Reprotect writes over the old machine, commit deletes the one in Azure. */
const FINAL: ReadonlySet<string> = new Set(['Moment reprotect', 'Moment commit', 'DeleteOldMachineSetting true']);

let words: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Words of a fixed choice by the rule of the setting. */
function choices(): ReadonlyMap<string, ReadonlySet<string>> {
  words ??= new Map([
    ['Moment', new Set(['reprotect', 'failover', 'commit', 'protect'])],
    ...[...languageOutline().values()].flatMap(({ settings }) =>
      [...settings.values()].flatMap(({ rule, value }) =>
        value.kind === 'choice' ? [[rule, new Set(value.words)] as const] : [],
      ),
    ),
  ]);
  return words;
}

/** `ViaReference` refers to a replication target, any other to what it is named for. */
function referredBy(type: string): string {
  const named = type.slice(0, -'Reference'.length);
  return named === 'Via' ? 'ReplicationTarget' : named === 'Machine' ? 'MachineOrGroup' : named;
}

function typeOf(type: string): TokenType {
  switch (namespaceOf(type)) {
    case 'machine':
      return 'variable';
    case 'wave':
      return 'event';
    case 'person':
      return 'parameter';
    default:
      return 'class';
  }
}
