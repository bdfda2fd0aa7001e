import { startLanguageServer } from 'langium/lsp';
import { NodeFileSystem } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { ServerOptions } from '../protocol.ts';
import { createServerServices } from './failback-server-module.ts';
import { answerRequests } from './server-requests.ts';
import { watchInventories } from './watch-inventories.ts';

/** The language server as a process of its own: over standard input and output with `--stdio`, else as the editor asks. */
const connection = createConnection(ProposedFeatures.all);
let documentationRoot: string | undefined;
const now = (): Date => new Date();
const { shared, failback } = createServerServices({
  connection,
  ...NodeFileSystem,
  now,
  documentationRoot: () => documentationRoot,
});
shared.lsp.LanguageServer.onInitialize(({ initializationOptions }) => {
  documentationRoot = (initializationOptions as ServerOptions | undefined)?.documentationRoot;
});
answerRequests(connection, failback, now);
watchInventories(failback);
startLanguageServer(shared);
