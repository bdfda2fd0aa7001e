import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StartLanguageClient } from './language-server.ts';

/** Loads Microsoft's language client, a bundle of its own, which starts the server as a process. */
export function startInNode(extensionPath: string): StartLanguageClient {
  const dist = join(extensionPath, 'dist');
  return (log, problems) => {
    const require = createRequire(join(dist, 'extension.cjs'));
    const bundle = require('./language-client.cjs') as typeof import('../language-client.ts');
    const root = vscode.Uri.file(extensionPath);
    return bundle.startLanguageClient(join(dist, 'language-server.cjs'), { root, log, problems });
  };
}
