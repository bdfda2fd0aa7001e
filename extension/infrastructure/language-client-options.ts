import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { RevealOutputChannelOn } from 'vscode-languageclient';
import type { ServerOptions } from '../../language-server/protocol.ts';
import type { Problems } from './problems.ts';

export interface ClientSurroundings {
  /** The folder that holds `docs/`: a rule's code leads to its page there. */
  readonly root: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly problems: Problems;
}

/**
 * How the editor talks to the language server, be it a process or a worker; `schemes` are those of files that the server
 * can read, so that the old side of a comparison is left alone; `hasCommands` says whether lenses may call the extension's commands. Whoever starts the client ends the watchers.
 */
export function languageClientOptions(
  { root, log, problems }: ClientSurroundings,
  schemes: readonly string[],
  hasCommands: boolean,
): { readonly options: LanguageClientOptions; readonly watchers: readonly vscode.Disposable[] } {
  const watchers = ['**/*.failback', '**/*.inventory.json'].map((files) =>
    vscode.workspace.createFileSystemWatcher(files),
  );
  const options: LanguageClientOptions = {
    documentSelector: schemes.map((scheme) => ({ language: 'failback', scheme })),
    synchronize: { fileEvents: watchers },
    initializationOptions: {
      pushDiagnostics: true,
      documentationRoot: `${root}/`,
      hasCommands,
    } satisfies ServerOptions,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: { handleDiagnostics: (uri, diagnostics, next) => problems.receive(uri, diagnostics, next) },
    // Names and comments of a runbook are whatever its author typed: no links that run commands, no HTML.
    markdown: { isTrusted: false, supportHtml: false },
  };
  return { options, watchers };
}
