import { startLanguageServer } from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import type { ServerOptions } from '../protocol.ts';
import { createServerServices, type ServerContext } from './failback-server-module.ts';
import { answerFurtherRequests, answerInItsPlace } from './features/further-requests.ts';
import { publishDiagnostics } from './features/publish-diagnostics.ts';
import { answerRefused } from './message-order.ts';
import { answerRequests } from './server-requests.ts';
import { watchInventories } from './watch-inventories.ts';

/** Serves an editor at the other end of a connection that was made with `messagesInOrder`. What is particular to Node or to a browser comes with the arguments. */
export function serve(
  connection: Connection,
  surroundings: Pick<ServerContext, 'fileSystemProvider' | 'rules' | 'clock'>,
): void {
  let options: ServerOptions | undefined;
  const now = (): Date => new Date();
  const context = {
    connection,
    ...surroundings,
    now,
    documentationRoot: () => options?.documentationRoot,
    hasCommands: () => options?.hasCommands ?? false,
  };
  const { shared, failback } = createServerServices(context);
  shared.lsp.LanguageServer.onInitialize(({ initializationOptions }) => {
    options = initializationOptions as ServerOptions | undefined;
  });
  answerRefused(connection);
  answerRequests(connection, failback, now);
  answerFurtherRequests(connection, shared, failback);
  watchInventories(failback);
  publishDiagnostics(connection, failback);
  shared.workspace.TextDocuments.onDidChangeContent(() => failback.workspace.Quiet.typed());
  startLanguageServer(shared);
  answerInItsPlace(connection, shared, failback);
}
