import { PassThrough } from 'node:stream';
import { EmptyFileSystem } from 'langium';
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { serve } from '../../language-server/src/serve.ts';

/** Most processor time that an answer may take, in milliseconds; the wall tells nothing on a machine that others use. */
const LONGEST = 1000;

/** The language server in this process, behind its real protocol, watched for everything that goes wrong in it. */
export class FuzzedServer {
  readonly #connection: ProtocolConnection;
  readonly #published = new Map<string, readonly Diagnostic[]>();
  readonly faults: string[] = [];
  /** Processor time of the slowest answer, in milliseconds. */
  slowest = 0;

  private constructor(connection: ProtocolConnection) {
    this.#connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      this.#published.set(uri, diagnostics);
    });
    connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
      if (type === 1) this.faults.push(`logged: ${message}`);
    });
    connection.onNotification('window/showMessage', ({ type, message }: { type: number; message: string }) => {
      if (type === 1) this.faults.push(`shown: ${message}`);
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
    connection.listen();
  }

  static async start(): Promise<FuzzedServer> {
    const [up, down] = [new PassThrough(), new PassThrough()];
    serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), EmptyFileSystem);
    const server = new FuzzedServer(
      createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up)),
    );
    const capabilities = {
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
    await server.#connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: [],
      capabilities,
    });
    await server.#connection.sendNotification('initialized', {});
    return server;
  }

  notify(method: string, params: unknown): void {
    void this.#connection.sendNotification(method, params as never);
  }

  /** Asks, and takes a refusal, a crash or a long wait as a fault. */
  async ask<T>(method: string, params: unknown, context: () => string): Promise<T | undefined> {
    const before = process.cpuUsage();
    try {
      return (await this.#connection.sendRequest(method, params as never)) as T;
    } catch (error) {
      this.faults.push(`${method}: ${error instanceof Error ? error.message : String(error)}\n${context()}`);
      return undefined;
    } finally {
      const { user, system } = process.cpuUsage(before);
      const took = (user + system) / 1000;
      this.slowest = Math.max(this.slowest, took);
      if (took > LONGEST) this.faults.push(`${method} took ${Math.round(took)} ms of processor time\n${context()}`);
    }
  }

  diagnostics(uri: string): readonly Diagnostic[] {
    return this.#published.get(uri) ?? [];
  }

  forget(uri: string): void {
    this.#published.delete(uri);
  }

  stop(): void {
    this.#connection.dispose();
  }
}
