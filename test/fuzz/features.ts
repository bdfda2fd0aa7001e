import {
  type CallHierarchyItem,
  LSPErrorCodes,
  type Position,
  type SemanticTokens,
  type SemanticTokensDelta,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FuzzedServer } from './fuzzed-server.ts';
import type { Chance } from './random.ts';

/** What a name cannot be, and a place that has none. */
const INVALID_PARAMS = -32602;

/** One random feature at one random place of a file, now and then taken back as soon as it was asked. */
export async function askForAny(
  server: FuzzedServer,
  document: TextDocument,
  chance: Chance,
  context: () => string,
): Promise<void> {
  const position = document.positionAt(chance.below(document.getText().length + 1));
  const other = document.positionAt(chance.below(document.getText().length + 1));
  const feature = chance.oneOf(FEATURES);
  const isCancelled = chance.happens(5);
  await feature({
    textDocument: { uri: document.uri },
    position,
    range: isBefore(position, other) ? { start: position, end: other } : { start: other, end: position },
    diagnostics: server.diagnostics(document.uri),
    chance,
    ask: (method, params) =>
      server.ask(
        method,
        params,
        () => `at ${position.line}:${position.character} ${context()}`,
        REFUSALS[method],
        isCancelled,
      ),
  });
}

const REFUSALS: Readonly<Record<string, readonly number[]>> = {
  'textDocument/rename': [INVALID_PARAMS, LSPErrorCodes.RequestFailed],
  'textDocument/prepareRename': [INVALID_PARAMS, LSPErrorCodes.RequestFailed],
};

interface Asked {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly diagnostics: readonly unknown[];
  readonly chance: Chance;
  ask<T>(method: string, params: unknown): Promise<T | undefined>;
}

type Feature = (asked: Asked) => Promise<unknown>;

const options = { tabSize: 2, insertSpaces: true };

const inPlace =
  (method: string, more: object = {}): Feature =>
  ({ ask, textDocument, position }) =>
    ask(`textDocument/${method}`, { textDocument, position, ...more });

const inFile =
  (method: string): Feature =>
  ({ ask, textDocument }) =>
    ask(`textDocument/${method}`, { textDocument, options });

const inRange =
  (method: string): Feature =>
  ({ ask, textDocument, range }) =>
    ask(`textDocument/${method}`, { textDocument, range, options });

const calls =
  (way: 'incomingCalls' | 'outgoingCalls'): Feature =>
  async ({ ask, textDocument, position }) => {
    const items = await ask<CallHierarchyItem[] | null>('textDocument/prepareCallHierarchy', {
      textDocument,
      position,
    });
    for (const item of items ?? []) await ask(`callHierarchy/${way}`, { item });
  };

/** What every editor asks for, and what only some do. */
export const FEATURES: readonly Feature[] = [
  inPlace('completion', { context: { triggerKind: 1 } }),
  inPlace('hover'),
  inPlace('references', { context: { includeDeclaration: true } }),
  inPlace('documentHighlight'),
  inPlace('definition'),
  inPlace('declaration'),
  inPlace('typeDefinition'),
  inPlace('implementation'),
  inPlace('signatureHelp', { context: { triggerKind: 1, isRetrigger: false } }),
  inPlace('linkedEditingRange'),
  inPlace('prepareRename'),
  inPlace('rename', { newName: 'renamed' }),
  inPlace('rename', { newName: 'no name {' }),
  ({ ask, textDocument, position, chance }) =>
    ask('textDocument/onTypeFormatting', { textDocument, position, ch: chance.oneOf(['}', '\n', ':']), options }),
  ({ ask, textDocument, position }) => ask('textDocument/selectionRange', { textDocument, positions: [position] }),
  calls('incomingCalls'),
  calls('outgoingCalls'),
  inFile('documentSymbol'),
  inFile('foldingRange'),
  inFile('formatting'),
  inFile('documentLink'),
  inFile('codeLens'),
  inFile('diagnostic'),
  inFile('semanticTokens/full'),
  async ({ ask, textDocument }) => {
    const full = await ask<SemanticTokens>('textDocument/semanticTokens/full', { textDocument });
    const previousResultId = full?.resultId ?? 'never given';
    await ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', { textDocument, previousResultId });
  },
  inRange('semanticTokens/range'),
  inRange('rangeFormatting'),
  inRange('inlayHint'),
  ({ ask, textDocument, range, diagnostics }) =>
    ask('textDocument/codeAction', { textDocument, range, context: { diagnostics } }),
  ({ ask, chance }) => ask('workspace/symbol', { query: chance.oneOf(['', 'erp', 'guard', '💥']) }),
  ({ ask }) => ask('workspace/diagnostic', { previousResultIds: [] }),
  ({ ask, textDocument: { uri } }) => ask('failback/check', { uri }),
  ({ ask, textDocument: { uri } }) => ask('failback/plan', { uri }),
  ({ ask, textDocument: { uri } }) => ask('failback/finalLines', { uri }),
];

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character <= other.character);
}
