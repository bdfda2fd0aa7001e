import { dirname } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { CommandLine } from './command-line.ts';
import type { RunsWatch } from './runs-watch.ts';
import { readSettings } from './settings.ts';

const started = z.object({ run: z.string() });

/** Starts runs as processes of their own, and tells who wants to know. */
export class RunStarter implements vscode.Disposable {
  readonly #commandLine: CommandLine;
  readonly #watch: RunsWatch;
  readonly #started = new vscode.EventEmitter<string>();

  /** The id of a run that this window started. */
  readonly onDidStart = this.#started.event;

  constructor(commandLine: CommandLine, watch: RunsWatch) {
    this.#commandLine = commandLine;
    this.#watch = watch;
  }

  /** On a simulated copy of the estate. */
  rehearse(runbook: vscode.Uri): Promise<string> {
    const { rehearsalSpeed, rehearsalSeed, rehearsalFaults } = readSettings();
    const speed = rehearsalSpeed === 0 ? 'advance' : String(rehearsalSpeed);
    const faults = rehearsalFaults.flatMap((fault) => ['--fault', fault]);
    return this.#start(runbook, ['--simulate', '--speed', speed, '--seed', String(rehearsalSeed), ...faults]);
  }

  /** On Azure, by the plan that was shown. The caller has made sure that nothing blocks it and that the person means it. */
  runLive(runbook: vscode.Uri, planFile: string, inventory: string, words: readonly string[] = []): Promise<string> {
    return this.#start(runbook, ['--inventory', inventory, ...words], planFile);
  }

  dispose(): void {
    this.#started.dispose();
  }

  async #start(runbook: vscode.Uri, options: readonly string[], file = runbook.fsPath): Promise<string> {
    const args = ['run', file, ...options, '--detach', '--format', 'json'];
    const { run } = started.parse(await this.#commandLine.ask(args, { cwd: dirname(runbook.fsPath) }));
    await this.#watch.look();
    this.#started.fire(run);
    return run;
  }
}
