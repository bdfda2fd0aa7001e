import { NodeFileSystem } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './serve.ts';

/** The language server as a process of its own: over standard input and output with `--stdio`, else as the editor asks. */
serve(createConnection(ProposedFeatures.all), NodeFileSystem);
