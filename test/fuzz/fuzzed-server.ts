import { CancellationTokenSource, type Diagnostic, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { type Served, type ServedOptions, serveInMemory } from '../support/served.ts';

/** Most processor time that an answer may take, in milliseconds; the wall tells nothing on a machine that others use. */
const LONGEST = 1000;
/** What each edit may add that is told just before and is read first: an answer behind 25 of them is 26 pieces of work. */
const FOR_AN_EDIT = 40;
/** A request that has no answer after so long has none at all, in milliseconds: nothing here takes a hundredth of it. */
const NEVER = 120_000;

/** What an editor tells that can do everything. */
const EVERYTHING: NonNullable<ServedOptions['capabilities']> = {
  workspace: { configuration: true, inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true } },
  textDocument: {
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    semanticTokens: {
      requests: { full: { delta: true }, range: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
    },
  },
};

/** The language server in this process, behind its real protocol, watched for everything that goes wrong in it. */
export class FuzzedServer {
  readonly served: Served;
  readonly faults: string[] = [];
  /** Processor time of the slowest answer, in milliseconds. */
  slowest = 0;
  #lastAsked = 'nothing';
  /** Notifications since the last question. */
  #told = 0;
  readonly #stops: (() => void)[] = [];

  private constructor(served: Served) {
    this.served = served;
    const { connection } = served;
    connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
      if (type === 1) this.#fault(`logged: ${message}`);
    });
    connection.onNotification('window/showMessage', ({ type, message }: { type: number; message: string }) => {
      if (type === 1) this.#fault(`shown: ${message}`);
    });
    const { error } = console;
    console.error = (...told: unknown[]) => this.#fault(`written to the log: ${told.map(sayError).join(' ')}`);
    const unhandled = (reason: unknown) => this.#fault(`a promise that nobody minded failed: ${sayError(reason)}`);
    process.on('unhandledRejection', unhandled);
    this.#stops.push(
      () => {
        console.error = error;
      },
      () => process.off('unhandledRejection', unhandled),
    );
  }

  static async start(
    files: Readonly<Record<string, string>> = {},
    options: Pick<ServedOptions, 'workspaceFolders'> = {},
  ): Promise<FuzzedServer> {
    const configuration = ({ items }: { items: unknown[] }) => items.map(() => null);
    return new FuzzedServer(
      await serveInMemory(files, {
        ...options,
        capabilities: EVERYTHING,
        configuration: configuration as () => unknown,
      }),
    );
  }

  notify(method: string, params: unknown): void {
    this.#lastAsked = method;
    this.#told += 1;
    void this.served.connection.sendNotification(method, params as never);
  }

  /** Asks, and takes a refusal that is none of these codes, a crash, a long wait or no answer at all as a fault. */
  async ask<T>(
    method: string,
    params: unknown,
    context: () => string,
    refusals: readonly number[] = [],
    isCancelled = false,
  ): Promise<T | undefined> {
    this.#lastAsked = method;
    const allowed = LONGEST + this.#told * FOR_AN_EDIT;
    this.#told = 0;
    const before = process.cpuUsage();
    const source = new CancellationTokenSource();
    const never = Promise.withResolvers<never>();
    const patience = setTimeout(() => never.reject(new Error('it was never answered')), NEVER);
    try {
      const answer = this.served.connection.sendRequest(method, params as never, source.token) as Promise<T>;
      if (isCancelled) source.cancel();
      return await Promise.race([answer, never.promise]);
    } catch (error) {
      const isRefused = error instanceof ResponseError && refusals.includes(error.code);
      if (!isRefused && !(isCancelled && (error as ResponseError).code === LSPErrorCodes.RequestCancelled))
        this.faults.push(`${method}: ${error instanceof Error ? error.message : String(error)}\n${context()}`);
      return undefined;
    } finally {
      clearTimeout(patience);
      const { user, system } = process.cpuUsage(before);
      const took = (user + system) / 1000;
      this.slowest = Math.max(this.slowest, took);
      if (took > allowed) this.faults.push(`${method} took ${Math.round(took)} ms of processor time\n${context()}`);
    }
  }

  demand(what: string, holds: boolean, context: () => string): void {
    if (!holds) this.faults.push(`lost: ${what}\n${context()}`);
  }

  diagnostics(uri: string): readonly Diagnostic[] {
    return this.served.published.get(uri)?.diagnostics ?? [];
  }

  /** Takes its files away first, or the timers by which it judges them again would hold all that it knows of them. */
  async stop(): Promise<void> {
    const { connection, files, close, watched } = this.served;
    for (const name of files.keys()) close(name);
    const gone = [...files.keys()].map((name) => [name, 3] as const);
    files.clear();
    watched(...gone);
    await connection.sendRequest('workspace/symbol', { query: '' });
    for (const stop of this.#stops) stop();
    connection.dispose();
  }

  #fault(what: string): void {
    this.faults.push(`${what}\nafter ${this.#lastAsked}`);
  }
}

function sayError(told: unknown): string {
  return told instanceof Error ? (told.stack ?? told.message) : String(told);
}
