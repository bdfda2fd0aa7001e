/**
 * A bundle of its own, loaded when the first runbook is opened or asked about: Microsoft's language client is larger than the
 * rest of the extension, and a window that only watches runs never needs it.
 */

import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, TransportKind } from 'vscode-languageclient/node';
import type { ServerOptions } from '../language-server/protocol.ts';
import type { Problems } from './infrastructure/problems.ts';

export interface LanguageClientOptions {
  /** The bundled language server. */
  readonly server: string;
  /** The folder that holds `docs/`: a rule's code leads to its page there. */
  readonly root: string;
  readonly log: vscode.LogOutputChannel;
  readonly problems: Problems;
}

/** What the rest of the extension needs of the client. */
export interface RunningLanguageClient {
  request(method: string, params: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startLanguageClient({
  server,
  root,
  log,
  problems,
}: LanguageClientOptions): Promise<RunningLanguageClient> {
  const files = [
    vscode.workspace.createFileSystemWatcher('**/*.failback'),
    vscode.workspace.createFileSystemWatcher('**/*.inventory.json'),
  ];
  const client = new LanguageClient(
    'failback',
    'Failback Language Server',
    {
      run: { module: server, transport: TransportKind.ipc },
      debug: { module: server, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    {
      documentSelector: [
        { language: 'failback', scheme: 'file' },
        { language: 'failback', scheme: 'untitled' },
      ],
      synchronize: { fileEvents: files },
      initializationOptions: { documentationRoot: `${vscode.Uri.file(root)}/` } satisfies ServerOptions,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: { handleDiagnostics: (uri, diagnostics, next) => problems.receive(uri, diagnostics, next) },
      // Names and comments of a runbook are whatever its author typed: no links that run commands, no HTML.
      markdown: { isTrusted: false, supportHtml: false },
    },
  );
  await client.start();
  return {
    request: (method, params) => client.sendRequest(method, params),
    async stop() {
      for (const watcher of files) watcher.dispose();
      await client.dispose();
    },
  };
}
