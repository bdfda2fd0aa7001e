import type { FileSystemProvider, LangiumDocument, LangiumDocuments, Lexer } from 'langium';
import type { CompletionProvider, NodeKindProvider } from 'langium/lsp';
import type { CompletionList, CompletionParams, Position, TextEdit } from 'vscode-languageserver';
import { sameName } from '../../../../core/inventory/world.ts';
import type { File } from '../../generated/ast.ts';
import type { FailbackScopeProvider } from '../../names/failback-scope-provider.ts';
import { type Namespace, namespaceOf } from '../../names/namespaces.ts';
import type { BlockShape } from '../../vocabulary/outline.ts';
import type { Analysis } from '../../workspace/runbook-analysis.ts';
import { fitOf } from '../place/fit.ts';
import { type Around, type PlaceInText, placeInDocument, topBlocks } from '../place/place-in-text.ts';
import { capturedBody } from './captured-block.ts';
import { declaredOffers } from './declared-names.ts';
import { type ImportableFile, importableNames } from './importable-names.ts';
import { completionList, literal, type Offer, SNIPPET_KIND, VALUE } from './items.ts';
import { type LiveValue, liveNames, liveValues } from './live-values.ts';
import { instantOffers } from './moments.ts';
import { namesFile, pathOffers } from './paths.ts';
import { ruleOffers } from './rule-codes.ts';
import { templateOffers } from './templates.ts';
import { bodyOffers, choiceOffers, knownOffers, MAY_BE_BARE, stageOffers, topOffers } from './words.ts';

export interface CompletionServices {
  readonly lexer: Lexer;
  readonly scopes: FailbackScopeProvider;
  readonly kinds: NodeKindProvider;
  readonly documents: LangiumDocuments;
  readonly files: FileSystemProvider;
  readonly now: () => Date;
  /** What is known of the runbook to which a file belongs. */
  readonly analysisOf: (document: LangiumDocument) => Analysis | undefined;
}

/** What a place offers, and what of it was typed. */
interface Offered {
  readonly offers: Iterable<Offer>;
  readonly typed: string;
}

type Value = PlaceInText & { readonly kind: 'value' };

/** Offers what fits where the cursor stands: blocks, keys, words of a choice, declared names, names in the inventory, files. */
export class FailbackCompletion implements CompletionProvider {
  readonly completionOptions = { triggerCharacters: [':', ' ', '"', '/'] };
  readonly #services: () => CompletionServices;

  constructor(services: () => CompletionServices) {
    this.#services = services;
  }

  async getCompletion(document: LangiumDocument, { position }: CompletionParams): Promise<CompletionList> {
    const place = placeInDocument(document.textDocument, position, this.#services().lexer);
    const word = wordBefore(document, position, isQuoted(place));
    const { offers, typed } = await this.#offered(place, document, word);
    const start = { line: position.line, character: position.character - typed.length };
    return completionList(offers, typed, { start, end: position });
  }

  async #offered(place: PlaceInText, document: LangiumDocument, typed: string): Promise<Offered> {
    const analysis = this.#services().analysisOf(document);
    const architecture = analysis?.lowered.runbook?.architecture.value;
    switch (place.kind) {
      case 'top': {
        const present = presentIn(document);
        const words = [...topOffers(present, architecture), ...templateOffers('top', present)];
        return { offers: [...words, ...this.#newBlocks(document, analysis)], typed };
      }
      case 'name':
        return { offers: this.#newNames(place.block, document, analysis), typed };
      case 'body': {
        const words = bodyOffers(place.block, place.written, architecture);
        const members = place.block.rule === 'VmGroup' ? this.#newMembers(document, analysis) : [];
        const templates = /^(Runbook|Wave)$/.test(place.block.rule) ? templateOffers('part') : [];
        return { offers: [...words, ...templates, ...members], typed };
      }
      case 'value':
        return namesFile(place.setting.rule)
          ? this.#paths(place.setting.rule, document, typed)
          : { offers: this.#values(place, document, analysis, typed), typed };
      case 'stage':
        return { offers: stageOffers(), typed };
      case 'known':
        return { offers: knownOffers(place.block), typed };
      case 'import':
        return this.#paths('Import', document, place.typed);
      case 'nothing':
        return { offers: [], typed };
    }
  }

  #paths(rule: string, document: LangiumDocument, written: string): Promise<Offered> {
    return pathOffers(rule, document.uri, written, this.#services().files);
  }

  #values(place: Value, document: LangiumDocument, analysis: Analysis | undefined, typed: string): Iterable<Offer> {
    const { block, setting, before, around } = place;
    const { value } = setting;
    const inQuotes = isQuoted(place);
    if (setting.rule === 'RuleSetting') return ruleOffers(block.rule, analysis);
    if (value.kind === 'choice' && !inQuotes)
      return choiceOffers(value, before, analysis?.lowered.runbook?.architecture.value);
    if (value.kind === 'instant' || setting.rule === 'WindowSetting')
      return instantOffers(setting.rule, this.#services().now());
    const subject = around.find((one) => one.block !== undefined && /^(Vm|VmGroup|MasterTarget)$/.test(one.block.rule));
    const bare = inQuotes || value.kind !== 'text' || MAY_BE_BARE.test(setting.rule);
    const live = liveValues(
      analysis?.world,
      block.rule,
      setting.rule,
      around.at(-1)?.block?.rule === 'Nic' ? machineAround(around) : subject?.name,
    );
    const offers = live.map((one) => liveOffer(one, bare));
    if (value.kind !== 'reference' || inQuotes) return offers;
    const namespace = namespaceOf(value.to);
    return namespace === undefined ? [] : this.#names(namespace, document, analysis, around, before, typed);
  }

  *#names(
    namespace: Namespace,
    document: LangiumDocument,
    analysis: Analysis | undefined,
    around: readonly Around[],
    before: readonly string[],
    typed: string,
  ): Generator<Offer> {
    const { scopes, kinds, documents } = this.#services();
    const fitness = { runbook: analysis?.lowered.runbook, world: analysis?.world, around, before, typed };
    yield* declaredOffers(scopes.namesVisibleFrom(document), namespace, kinds, fitness);
    const isWanted = (name: string): boolean =>
      fitOf(name, typed) !== undefined && !before.some((word) => sameName(word, name));
    for (const { node, from } of importableNames(document, namespace, documents, isWanted))
      yield new ImportedOffer(node.name, kinds.getCompletionItemKind(node), from);
  }

  /** Names in the inventory that no block has yet, each with its whole block. */
  *#newBlocks(document: LangiumDocument, analysis: Analysis | undefined): Generator<Offer> {
    for (const block of topBlocks().values()) {
      for (const value of this.#unnamed(block, document, analysis)) {
        const insert = (): string => blockText(block, value, analysis);
        const label = `${block.word} ${value.name}`;
        yield { ...captured(value), label, kind: SNIPPET_KIND, rank: 50, insert, isSnippet: true };
      }
    }
  }

  *#newNames(block: BlockShape, document: LangiumDocument, analysis: Analysis | undefined): Generator<Offer> {
    for (const value of this.#unnamed(block, document, analysis)) {
      const insert = (): string => blockText(block, value, analysis).slice(block.word.length + 1);
      yield { ...captured(value), label: value.name, kind: SNIPPET_KIND, insert, isSnippet: true };
    }
  }

  *#newMembers(document: LangiumDocument, analysis: Analysis | undefined): Generator<Offer> {
    const vm = topBlocks().get('vm');
    if (vm === undefined) return;
    for (const value of this.#unnamed(vm, document, analysis))
      yield { ...captured(value), label: value.name, kind: VALUE, rank: 50 };
  }

  #unnamed(block: BlockShape, document: LangiumDocument, analysis: Analysis | undefined): readonly LiveValue[] {
    const namespace = namespaceOf(block.rule);
    const values = liveNames(analysis?.world, block.rule);
    if (namespace === undefined || values.length === 0) return [];
    const names = this.#services().scopes.namesVisibleFrom(document);
    return values.filter(({ name }) => isName(name) && names.find(namespace, name) === undefined);
  }
}

/** A workspace has thousands of names to import, and a hundred are shown: a way is said, and an edit made, for these. */
class ImportedOffer implements Offer {
  readonly rank = 90;
  readonly label: string;
  readonly kind: Offer['kind'];
  readonly #from: ImportableFile;

  constructor(label: string, kind: Offer['kind'], from: ImportableFile) {
    this.label = label;
    this.kind = kind;
    this.#from = from;
  }

  detail(): string {
    return `from ${this.#from.path}, which this imports`;
  }

  alsoEdit(): readonly TextEdit[] {
    return [this.#from.edit];
  }
}

function blockText(block: BlockShape, { name }: LiveValue, analysis: Analysis | undefined): string {
  const world = analysis?.world;
  const body = world && capturedBody(block.rule, name, world, analysis?.lowered.runbook);
  return `${block.word} ${literal(name)} {\n${body === undefined ? '  $0\n}' : `${body}}$0`}`;
}

function captured({ detail, documentation }: LiveValue): Pick<Offer, 'detail' | 'documentation'> {
  return { detail: `${detail} (inventory)`, documentation };
}

function liveOffer(value: LiveValue, isBare: boolean): Offer {
  const { name, rank = 0 } = value;
  return { ...captured(value), label: name, kind: VALUE, insert: isBare ? name : `"${name}"`, rank };
}

function machineAround(around: readonly Around[]): string | undefined {
  return around.at(-2)?.name;
}

function presentIn(document: LangiumDocument): ReadonlySet<string> {
  const { blocks } = document.parseResult.value as File;
  return new Set(['Runbook', 'Defaults'].filter((rule) => blocks.some(({ $type }) => $type === rule)));
}

function isQuoted(place: PlaceInText): boolean {
  return place.kind === 'import' || (place.kind === 'value' && (place.before.at(-1)?.startsWith('"') ?? false));
}

/** What is typed of a word; of a text in quotes, all behind the quote. */
function wordBefore({ textDocument }: LangiumDocument, position: Position, isText: boolean): string {
  const line = textDocument.getText({ start: { line: position.line, character: 0 }, end: position });
  return (isText ? /[^"]*$/ : /[\w.-]*$/).exec(line)?.[0] ?? '';
}

/** Whether a thing of the estate can be called by its own name here. */
function isName(name: string): boolean {
  return /^[A-Za-z0-9_]([\w.-]*[A-Za-z0-9_])?$/.test(name);
}
