import { PassThrough } from 'node:stream';
import { type FileSystemProvider, URI } from 'langium';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Rule } from '../../core/rules/rule.ts';
import { messagesInOrder } from '../../language-server/src/message-order.ts';
import { serve } from '../../language-server/src/serve.ts';
import { answerEncoder } from '../../language-server/src/wire/answer-encoder.ts';
import type { Clock } from '../../language-server/src/workspace/quiet.ts';
import { inMemory } from './editor.ts';

/** The server in this process, behind its real protocol, over files in memory that a test may change. */
export interface Served {
  readonly connection: ProtocolConnection;
  readonly files: Map<string, string>;
  /** What was published last, by address. */
  readonly published: ReadonlyMap<string, PublishDiagnosticsParams>;
  readonly uriOf: (name: string) => string;
  open(name: string, text: string): void;
  change(name: string, version: number, text: string): void;
  close(name: string): void;
  /** Tells of files that were made (1), written (2) or deleted (3). */
  watched(...changes: readonly (readonly [name: string, type: 1 | 2 | 3])[]): void;
  ask<T>(method: string, params: unknown): Promise<T>;
  /** Until a list was published that is as asked for. */
  told(name: string, isSo: (told: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
}

export interface ServedOptions {
  readonly capabilities?: ClientCapabilities;
  /** Answers `workspace/configuration`; a client without it answers with nothing. */
  readonly configuration?: () => unknown;
  readonly workspaceFolders?: readonly string[];
  readonly rules?: readonly Rule[];
  readonly clock?: Clock;
  /** Whether the client has said hello already; it has unless told otherwise. */
  readonly isInitialized?: boolean;
}

/** Files in memory that are there or not, as a disk tells it. */
export function diskInMemory(files: ReadonlyMap<string, string>): FileSystemProvider {
  const base = inMemory(files);
  const stat = async (uri: URI) => {
    const path = uri.path.slice(1);
    const isFile = files.has(path);
    const isDirectory = [...files.keys()].some((each) => each.startsWith(`${path}/`));
    if (!isFile && !isDirectory) throw new Error(`There is no ${uri.path}`);
    return { isFile, isDirectory, uri };
  };
  return Object.assign(Object.create(base), { stat }) as FileSystemProvider;
}

export async function serveInMemory(
  texts: Readonly<Record<string, string>>,
  {
    capabilities = {},
    configuration = () => null,
    workspaceFolders = [],
    rules,
    clock,
    isInitialized = true,
  }: ServedOptions = {},
): Promise<Served> {
  const files = new Map(Object.entries(texts));
  const [up, down] = [new PassThrough(), new PassThrough()];
  const writer = new StreamMessageWriter(down, { contentTypeEncoder: answerEncoder });
  serve(createConnection(new StreamMessageReader(up), writer, messagesInOrder()), {
    fileSystemProvider: () => diskInMemory(files),
    ...(rules === undefined ? {} : { rules }),
    ...(clock === undefined ? {} : { clock }),
  });
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (told: PublishDiagnosticsParams) => {
    published.set(told.uri, told);
    for (const wake of [...waiting]) wake();
  });
  connection.onRequest('client/registerCapability', () => null);
  for (const what of ['codeLens', 'inlayHint', 'diagnostic'])
    connection.onRequest(`workspace/${what}/refresh`, () => null);
  connection.onRequest('workspace/configuration', configuration);
  connection.listen();
  const notify = (method: string, params: unknown): void =>
    void connection.sendNotification(method, params as never).catch(() => undefined);
  if (isInitialized) {
    await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: workspaceFolders.map((folder) => ({ uri: uriOf(folder), name: folder })),
      capabilities,
    });
    notify('initialized', {});
  }
  return {
    connection,
    files,
    published,
    uriOf,
    open: (name, text) =>
      notify('textDocument/didOpen', {
        textDocument: { uri: uriOf(name), languageId: 'failback', version: 1, text },
      }),
    change: (name, version, text) =>
      notify('textDocument/didChange', { textDocument: { uri: uriOf(name), version }, contentChanges: [{ text }] }),
    close: (name) => notify('textDocument/didClose', { textDocument: { uri: uriOf(name) } }),
    watched: (...changes) =>
      notify('workspace/didChangeWatchedFiles', {
        changes: changes.map(([name, type]) => ({ uri: uriOf(name), type })),
      }),
    ask: (method, params) => connection.sendRequest(method, params as never),
    async told(name, isSo) {
      for (;;) {
        const last = published.get(uriOf(name));
        if (last !== undefined && isSo(last)) return last;
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
    },
  };
}

/** `untitled:` and other addresses stay as they are. */
function uriOf(name: string): string {
  return URI.parse(name.includes(':') ? name : `memory:///${name}`).toString();
}
