/**
 * A bundle of its own, loaded when the first runbook is opened or asked about: Microsoft's language client is larger than the
 * rest of the extension, and a window that only watches runs never needs it.
 */

import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { type ClientSurroundings, languageClientOptions } from './infrastructure/language-client-options.ts';
import type { RunningLanguageClient } from './infrastructure/running-language-client.ts';

/** Starts the bundled language server as a process of its own. */
export async function startLanguageClient(
  server: string,
  surroundings: ClientSurroundings,
): Promise<RunningLanguageClient> {
  const { options, watchers } = languageClientOptions(surroundings, ['file', 'untitled'], true);
  const client = new LanguageClient(
    'failback',
    'Failback Language Server',
    {
      run: { module: server, transport: TransportKind.ipc },
      debug: { module: server, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    options,
  );
  await client.start();
  return {
    request: (method, params) => client.sendRequest(method, params),
    async stop() {
      for (const watcher of watchers) watcher.dispose();
      await client.dispose();
    },
  };
}
