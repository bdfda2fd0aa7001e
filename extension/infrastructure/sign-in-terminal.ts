import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandLine } from './command-line.ts';

/** The SSH key that a person signs with. A public key stands for one whose private half an agent or a hardware key holds. */
export async function chooseKey(): Promise<string | undefined> {
  const folder = join(homedir(), '.ssh');
  const files = await readdir(folder).catch(() => []);
  const keys = files
    .filter((file) => file.endsWith('.pub'))
    .map((file) => {
      const own = join(folder, file.slice(0, -'.pub'.length));
      const key = existsSync(own) ? own : join(folder, file);
      return { label: `$(key) ${basename(key)}`, description: key === own ? '' : 'held by an agent', key };
    });
  const other = { label: '$(file) Another Key…', description: '', key: undefined };
  const chosen = await vscode.window.showQuickPick([...keys, other], { title: 'Sign with which SSH key?' });
  if (chosen === undefined || chosen.key !== undefined) return chosen?.key;
  const [file] = (await vscode.window.showOpenDialog({ title: 'Your SSH key', openLabel: 'Sign with It' })) ?? [];
  return file?.fsPath;
}

/**
 * Runs a command that signs where a person sees it, for ssh-keygen may ask for a passphrase or a touch; no key is read here.
 * Its exit code. The arguments reach the program as they are; no shell reads them.
 */
export async function signInTerminal(
  commandLine: CommandLine,
  name: string,
  command: readonly string[],
  cwd: string,
): Promise<number | undefined> {
  const { program, args, env } = commandLine.asProcess(command);
  const task = new vscode.Task(
    { type: 'failback' },
    vscode.TaskScope.Workspace,
    name,
    'Failback',
    new vscode.ProcessExecution(program, [...args], { cwd, env }),
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, focus: true, panel: vscode.TaskPanelKind.Shared };
  const execution = await vscode.tasks.executeTask(task);
  return new Promise((resolve) => {
    const subscription = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution !== execution) return;
      subscription.dispose();
      resolve(event.exitCode);
    });
  });
}
