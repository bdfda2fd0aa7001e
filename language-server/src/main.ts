import { flushCompileCache } from 'node:module';
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

/** So long after the start a file is open, and what was compiled for that is kept for the next start; in milliseconds. */
const IS_OPEN = 10_000;

/** The language server as a process of its own: over standard input and output with `--stdio`, else as the editor asks. */
const connection = process.argv.includes('--stdio')
  ? overStandardStreams()
  : createConnection(ProposedFeatures.all, messagesInOrder());
serve(connection, { fileSystemProvider: () => new NodeFiles() });
// When it ends, Node keeps what is compiled then; an editor may kill its server, though, and what was long not used is no
// more. Keeping it takes 3 ms, once a version. Node 20 cannot.
setTimeout(() => flushCompileCache?.(), IS_OPEN).unref();

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
