import type { LangiumDocument, Lexer } from 'langium';
import type { SignatureHelpProvider } from 'langium/lsp';
import type { SignatureHelp, SignatureHelpOptions, SignatureHelpParams } from 'vscode-languageserver';
import { namespaceOf, spokenNamespace } from '../names/namespaces.ts';
import { documentationOf } from '../vocabulary/documentation.ts';
import type { BlockShape, SettingShape } from '../vocabulary/outline.ts';
import { type PlaceInText, placeInDocument } from './place/place-in-text.ts';

/** Parts that are short and always of one shape: what stands in an approval, a probe, a statement. */
const HELPED: ReadonlySet<string> = new Set([
  'Approve',
  'Probe',
  'RunScript',
  'SwitchTraffic',
  'Ask',
  'Accept',
  'Attest',
  'ReviewDemand',
  'Nic',
  'Disk',
]);

/** Two spaces, as in a runbook; editors draw two common ones as one. */
const BETWEEN = '\u00a0 ';

/** While an approval, a probe or the like is typed: all that belongs into it, and where one stands. */
export class FailbackSignatureHelp implements SignatureHelpProvider {
  readonly signatureHelpOptions: SignatureHelpOptions = {
    triggerCharacters: ['{', ':'],
    retriggerCharacters: [' ', ','],
  };
  readonly #lexer: () => Lexer;

  constructor(lexer: () => Lexer) {
    this.#lexer = lexer;
  }

  provideSignatureHelp(document: LangiumDocument, { position }: SignatureHelpParams): SignatureHelp | undefined {
    const place = placeInDocument(document.textDocument, position, this.#lexer());
    if (place.kind !== 'body' && place.kind !== 'value') return undefined;
    const { block } = place;
    if (!HELPED.has(block.rule)) return undefined;
    const settings = [...block.settings.values()];
    const head = block.header === 'title' ? `${block.word} "…" { ` : `${block.word} { `;
    let label = head;
    const parameters = settings.map((setting) => {
      const text = spoken(setting);
      const start = label.length;
      label += text + BETWEEN;
      return {
        label: [start, start + text.length] as [number, number],
        documentation: markdown(documentationOf(setting.rule)),
      };
    });
    const signature = {
      label: `${label.slice(0, -BETWEEN.length)} }`,
      documentation: markdown(documentationOf(block.rule)),
      parameters,
    };
    return { signatures: [signature], activeSignature: 0, activeParameter: activeIn(place, block, settings) };
  }
}

/** The key behind which the cursor is, else the first one that is not written yet. */
function activeIn(place: PlaceInText, block: BlockShape, settings: readonly SettingShape[]): number {
  if (place.kind === 'value') return settings.indexOf(place.setting);
  if (place.kind !== 'body') return 0;
  const open = settings.findIndex(({ key }) => !place.written.has(key));
  return open < 0 ? block.settings.size : open;
}

function spoken({ key, value, isList }: SettingShape): string {
  const more = isList ? ', …' : '';
  switch (value.kind) {
    case 'choice':
      return `${key}: ${value.words.join('|')}${more}`;
    case 'reference':
      return `${key}: ${spokenNamespace(namespaceOf(value.to)).replaceAll(' ', '-')}${more}`;
    case 'text':
      return `${key}: "…"${more}`;
    case 'quantity':
      return `${key}: ${key === 'size' ? '500 GB' : '15 min'}`;
    case 'count':
      return `${key}: number`;
    case 'instant':
      return `${key}: date`;
    case 'other':
      return `${key}: …`;
  }
}

function markdown(value: string | undefined) {
  return { kind: 'markdown' as const, value: value ?? '' };
}
