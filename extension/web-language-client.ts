import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { FILES_REQUEST, type FilesAnswer, type FilesRequest } from '../language-server/protocol.ts';
import { languageClientOptions } from './infrastructure/language-client-options.ts';
import type { StartLanguageClient } from './infrastructure/language-server.ts';

/** What a browser has of a worker, as far as it is asked for here. */
declare class Worker {
  constructor(script: string);
  terminate(): void;
}

/** Starts the server as a worker and reads files for it, wherever the workspace keeps them. */
export function startInBrowser(extension: vscode.Uri): StartLanguageClient {
  return async (log, problems) => {
    const script = vscode.Uri.joinPath(extension, 'dist/web/language-server.js');
    const worker = new Worker(script.toString(true));
    const { options, watchers } = languageClientOptions({ root: extension, log, problems }, schemesInUse(), false);
    const client = new LanguageClient('failback', 'Failback Language Server', worker as never, options);
    client.onRequest(FILES_REQUEST, answer);
    await client.start();
    return {
      request: (method, params) => client.sendRequest(method, params),
      async stop() {
        for (const watcher of watchers) watcher.dispose();
        await client.dispose();
        worker.terminate();
      },
    };
  };
}

/** Those of the workspace's folders, whatever repository host stands behind them. */
function schemesInUse(): readonly string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set(['file', 'untitled', 'vscode-vfs', ...folders])];
}

async function answer({ ask, uri }: FilesRequest): Promise<FilesAnswer> {
  const place = vscode.Uri.parse(uri, true);
  try {
    switch (ask) {
      case 'stat': {
        const { type } = await vscode.workspace.fs.stat(place);
        return { kind: (type & vscode.FileType.Directory) === 0 ? 'file' : 'folder' };
      }
      case 'read':
        return { kind: 'text', text: new TextDecoder().decode(await vscode.workspace.fs.readFile(place)) };
      case 'list': {
        const entries = await vscode.workspace.fs.readDirectory(place);
        return {
          kind: 'entries',
          entries: entries.map(([name, type]) => ({ name, isFile: (type & vscode.FileType.Directory) === 0 })),
        };
      }
    }
  } catch {
    // Nothing there, or nobody may read it: for the server both are a file that is missing.
    return null;
  }
}
