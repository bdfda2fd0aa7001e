import {
  createConnection,
  type MessageWriter,
  ProposedFeatures,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { messagesInOrder } from './message-order.ts';
import { serve } from './serve.ts';
import { answerEncoder } from './wire/answer-encoder.ts';
import { NodeFiles } from './workspace/node-files.ts';

/** The language server as a process of its own: over standard input and output with `--stdio`, else as the editor asks. */
const connection = process.argv.includes('--stdio')
  ? overStandardStreams()
  : createConnection(ProposedFeatures.all, messagesInOrder());
serve(connection, { fileSystemProvider: () => new NodeFiles() });

function overStandardStreams() {
  // Standard output belongs to the protocol: what a library prints would break a message in two.
  globalThis.console = new console.Console(process.stderr, process.stderr);
  const writer: MessageWriter = new StreamMessageWriter(process.stdout, { contentTypeEncoder: answerEncoder });
  // The library takes a writer in the place of a stream, though its types let both be streams or neither. It has to be given
  // the stream of the input, whose end it then takes for the end of the editor.
  return createConnection(
    ProposedFeatures.all,
    process.stdin,
    writer as unknown as NodeJS.WritableStream,
    messagesInOrder(),
  );
}
