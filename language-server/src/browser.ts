import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { messagesInOrder } from './message-order.ts';
import { serve } from './serve.ts';
import { ClientFiles } from './workspace/client-files.ts';

/** The worker that this file is the script of. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

/** The language server as a web worker, for vscode.dev and github.dev: the editor reads the files for it. */
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
  messagesInOrder(),
);
serve(connection, { fileSystemProvider: () => new ClientFiles(connection) });
