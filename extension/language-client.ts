/**
 * A bundle of its own, loaded when the first runbook is opened or asked about: Microsoft's language client is larger than the
 * rest of the extension, and a window that only watches runs never needs it.
 */

import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { keepCompiled } from '../language-server/compiled-code.ts';
import { LEAN_HEAP } from '../language-server/lean-heap.ts';
import { type ClientSurroundings, languageClientOptions } from './infrastructure/language-client-options.ts';
import type { RunningLanguageClient } from './infrastructure/running-language-client.ts';
import { ServerCrashes } from './infrastructure/server-crashes.ts';

/** Starts the bundled language server as a process of its own. */
export async function startLanguageClient(
  server: string,
  surroundings: ClientSurroundings,
): Promise<RunningLanguageClient> {
  const { options, watchers } = languageClientOptions(surroundings, ['file', 'untitled'], true);
  const crashes = new ServerCrashes({
    log: surroundings.log,
    forget: () => surroundings.problems.forget(),
    restart: () => client.start(),
    now: Date.now,
  });
  const client: LanguageClient = new LanguageClient(
    'failback',
    'Failback Language Server',
    {
      run: {
        module: server,
        transport: TransportKind.ipc,
        options: { execArgv: [...LEAN_HEAP], env: keepCompiled(process.env) },
      },
      debug: {
        module: server,
        transport: TransportKind.ipc,
        options: { execArgv: [...LEAN_HEAP, '--nolazy', '--inspect=6009'] },
      },
    },
    { ...options, errorHandler: crashes },
  );
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) crashes.isRunning();
  });
  await client.start();
  return {
    request: (method, params) => client.sendRequest(method, params),
    async stop() {
      for (const disposable of [...watchers, crashes]) disposable.dispose();
      await client.dispose();
    },
  };
}
