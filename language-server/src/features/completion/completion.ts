import type { LangiumDocument, Lexer } from 'langium';
import type { CompletionProvider, NodeKindProvider } from 'langium/lsp';
import type { CompletionItem, CompletionList, CompletionParams, InsertTextFormat } from 'vscode-languageserver';
import { catalogue } from '../../../../core/rules/catalogue.ts';
import type { Rule } from '../../../../core/rules/rule.ts';
import { type KnownSubject, knownFactsOf } from '../../../../core/runbook/known-facts.ts';
import type { FailbackScopeProvider } from '../../names/failback-scope-provider.ts';
import { namespaceOf, wordFor } from '../../names/namespaces.ts';
import { documentationOf } from '../../vocabulary/documentation.ts';
import type { BlockShape, SettingShape } from '../../vocabulary/outline.ts';
import type { Analysis, RunbookAnalysis } from '../../workspace/runbook-analysis.ts';
import { type PlaceInText, placeInText, topBlocks } from '../place/place-in-text.ts';
import { liveNames } from './live-values.ts';

const KEYWORD = 14;
const PROPERTY = 10;
const ENUM_MEMBER = 20;
const VALUE = 12;
const SNIPPET: InsertTextFormat = 2;

/** More names than this are cut; typing on narrows them. */
const MOST_NAMES = 200;

interface CompletionServices {
  readonly lexer: Lexer;
  readonly scopes: FailbackScopeProvider;
  readonly kinds: NodeKindProvider;
  readonly analysis: RunbookAnalysis;
}

/** Offers what fits where the cursor stands: blocks, keys, words of a choice, declared names, names in the inventory. */
export class FailbackCompletion implements CompletionProvider {
  readonly completionOptions = { triggerCharacters: [':', ' ', '"'] };
  readonly #services: () => CompletionServices;

  constructor(services: () => CompletionServices) {
    this.#services = services;
  }

  getCompletion(document: LangiumDocument, params: CompletionParams): CompletionList {
    const text = document.textDocument.getText();
    const place = placeInText(text, document.textDocument.offsetAt(params.position), this.#services().lexer);
    const items = this.#itemsAt(place, document);
    return { isIncomplete: items.length > MOST_NAMES, items: items.slice(0, MOST_NAMES) };
  }

  #itemsAt(place: PlaceInText, document: LangiumDocument): CompletionItem[] {
    switch (place.kind) {
      case 'top':
        return [...[...topBlocks().values()].map(blockItem), IMPORT];
      case 'body':
        return bodyItems(place.block, place.written, this.#latest(document));
      case 'value':
        return this.#values(place.block, place.setting, place.before, document);
      case 'stage':
        return ['reprotect', 'failover', 'commit', 'protect'].map((word) => wordItem('StageWord', word));
      case 'known':
        return knownItems(place.block);
      case 'import':
      case 'nothing':
        return [];
    }
  }

  #values(
    block: BlockShape,
    setting: SettingShape,
    before: readonly string[],
    document: LangiumDocument,
  ): CompletionItem[] {
    const { value } = setting;
    const inQuotes = before.at(-1)?.startsWith('"') ?? false;
    if (value.kind === 'choice' && !inQuotes) {
      return value.words.filter((word) => !before.includes(word)).map((word) => wordItem(value.rule, word));
    }
    if (setting.rule === 'RuleSetting') return catalogue.map(ruleItem);
    const live = liveNames(this.#latest(document)?.world, block.rule, setting.rule).map((name) =>
      liveItem(name, inQuotes || value.kind !== 'text' || MAY_BE_BARE.test(setting.rule)),
    );
    if (value.kind !== 'reference' || inQuotes) return live;
    return this.#declared(value.to, document, before);
  }

  #declared(type: string, document: LangiumDocument, before: readonly string[]): CompletionItem[] {
    const namespace = namespaceOf(type);
    if (namespace === undefined) return [];
    const { scopes, kinds } = this.#services();
    return [...scopes.namesVisibleFrom(document).all(namespace)]
      .filter((node) => !before.includes(node.name))
      .map((node) => ({ label: node.name, kind: kinds.getCompletionItemKind(node), detail: wordFor(node) }));
  }

  #latest(document: LangiumDocument): Analysis | undefined {
    return this.#services().analysis.latest(document);
  }
}

/** Settings whose text may stand without quotes. */
const MAY_BE_BARE = /^(Address|Endpoint|Item)Setting$/;

const IMPORT: CompletionItem = {
  label: 'import',
  kind: KEYWORD,
  insertText: 'import "$1"',
  insertTextFormat: SNIPPET,
  documentation: { kind: 'markdown', value: documentationOf('Import') ?? '' },
};

function bodyItems(block: BlockShape, written: ReadonlySet<string>, analysis: Analysis | undefined): CompletionItem[] {
  const architecture = analysis?.lowered.runbook?.architecture.value;
  const settings = [...block.settings.values()].filter(({ key, rule }) => {
    if (written.has(key)) return false;
    if (rule === 'ProcessServerSetting') return architecture !== 'modernized';
    return rule === 'HomeSetting' ? architecture !== 'classic' : true;
  });
  return [...settings.map(settingItem), ...[...block.blocks.values()].map(blockItem)];
}

function settingItem(setting: SettingShape): CompletionItem {
  const isText = setting.value.kind === 'text' && !MAY_BE_BARE.test(setting.rule);
  return {
    label: `${setting.key}:`,
    kind: PROPERTY,
    insertText: isText ? `${setting.key}: "$1"` : `${setting.key}: `,
    insertTextFormat: isText ? SNIPPET : 1,
    documentation: { kind: 'markdown', value: documentationOf(setting.rule) ?? '' },
    ...(isText ? {} : { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
  };
}

/** A block as a snippet, in the syntax of the Language Server Protocol: `${1:name}` is a place to fill. */
function blockItem(block: BlockShape): CompletionItem {
  const stages = '1|reprotect,failover,commit,protect|';
  const header = {
    name: ` ${place('1:name')}`,
    title: ` "${place('1:title')}"`,
    stage: ` ${place(stages)}`,
    nothing: '',
  };
  const name = block.rule === 'Defaults' ? ' vm' : header[block.header];
  return {
    label: block.word,
    kind: KEYWORD,
    insertText: `${block.word}${name}${block.hasBody ? ' {\n  $0\n}' : ''}`,
    insertTextFormat: SNIPPET,
    documentation: { kind: 'markdown', value: documentationOf(block.rule) ?? '' },
  };
}

function place(content: string): string {
  return `\${${content}}`;
}

function wordItem(rule: string, word: string): CompletionItem {
  return {
    label: word,
    kind: ENUM_MEMBER,
    documentation: { kind: 'markdown', value: documentationOf(rule, word) ?? '' },
  };
}

function ruleItem({ code, title, losesData }: Rule): CompletionItem {
  const detail = losesData ? `${title} (data would be lost: it cannot be accepted)` : title;
  return { label: code, kind: VALUE, detail };
}

function liveItem(name: string, isBare: boolean): CompletionItem {
  return { label: name, kind: VALUE, detail: 'in the inventory', insertText: isBare ? name : `"${name}"` };
}

const SUBJECTS: Readonly<Record<string, KnownSubject>> = {
  VCenter: 'vcenter',
  Host: 'host',
  Appliance: 'appliance',
  ConfigurationServer: 'configuration server',
  ProcessServer: 'process server',
  MasterTarget: 'master target',
};

function knownItems(block: BlockShape | undefined): CompletionItem[] {
  return knownFactsOf(SUBJECTS[block?.rule ?? ''] ?? 'machine').map((fact) => ({
    label: `${fact.key}:`,
    kind: PROPERTY,
    insertText: `${fact.key}: ${place(`1:${fact.example}`)}`,
    insertTextFormat: SNIPPET,
    documentation: { kind: 'markdown', value: fact.documentation },
  }));
}
