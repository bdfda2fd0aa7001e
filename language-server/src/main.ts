import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { messagesInOrder } from './message-order.ts';
import { serve } from './serve.ts';
import { NodeFiles } from './workspace/node-files.ts';

/** The language server as a process of its own: over standard input and output with `--stdio`, else as the editor asks. */
serve(createConnection(ProposedFeatures.all, messagesInOrder()), { fileSystemProvider: () => new NodeFiles() });
