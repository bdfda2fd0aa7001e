import * as vscode from 'vscode';
import {
  CHECK_REQUEST,
  type CheckAnswer,
  FINAL_LINES_REQUEST,
  type FinalLinesAnswer,
  PLAN_REQUEST,
  type PlanAnswer,
} from '../../language-server/protocol.ts';
import type { Problems } from './problems.ts';
import type { RunningLanguageClient } from './running-language-client.ts';

/** Starts a server, as a process or as a worker, and the client that talks to it. */
export type StartLanguageClient = (log: vscode.LogOutputChannel, problems: Problems) => Promise<RunningLanguageClient>;

/** The language server, started when the first runbook is opened or asked about. */
export class LanguageServer implements vscode.Disposable {
  readonly #load: StartLanguageClient;
  readonly #log: vscode.LogOutputChannel;
  readonly #problems: Problems;
  #client: Promise<RunningLanguageClient> | undefined;

  constructor(load: StartLanguageClient, log: vscode.LogOutputChannel, problems: Problems) {
    this.#load = load;
    this.#log = log;
    this.#problems = problems;
  }

  /** Starts it as soon as a runbook is open in an editor. */
  startWithFirstRunbook(): vscode.Disposable {
    const startFor = (document: vscode.TextDocument) => {
      if (document.languageId === 'failback')
        void this.#start().catch((error: unknown) => this.#log.error(String(error)));
    };
    for (const document of vscode.workspace.textDocuments) startFor(document);
    return vscode.workspace.onDidOpenTextDocument(startFor);
  }

  /** How the rules judge a runbook, in numbers. */
  async check(runbook: vscode.Uri): Promise<CheckAnswer> {
    return (await this.#request(CHECK_REQUEST, { uri: runbook.toString() })) as CheckAnswer;
  }

  /** The plan that follows from a runbook, as people read it. */
  async plan(runbook: vscode.Uri): Promise<PlanAnswer> {
    return (await this.#request(PLAN_REQUEST, { uri: runbook.toString() })) as PlanAnswer;
  }

  /** Lines of a runbook or site file that decide over something that cannot be taken back. */
  async finalLines(file: vscode.Uri): Promise<FinalLinesAnswer> {
    return (await this.#request(FINAL_LINES_REQUEST, { uri: file.toString() })) as FinalLinesAnswer;
  }

  dispose(): void {
    void this.#client?.then((client) => client.stop()).catch(() => undefined);
  }

  async #request(method: string, params: unknown): Promise<unknown> {
    return (await this.#start()).request(method, params);
  }

  #start(): Promise<RunningLanguageClient> {
    this.#client ??= this.#load(this.#log, this.#problems).catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }
}
