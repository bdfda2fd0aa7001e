import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { FailbackError } from '../../../core/failback-error.ts';
import { chooseRunbook, saveIfChanged } from '../../infrastructure/choose-runbook.ts';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { ARM_SCOPE, microsoftCredential } from '../../infrastructure/microsoft-account.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { readSettings } from '../../infrastructure/settings.ts';
import { asInput } from './as-input.ts';
import { askPasswords } from './ask-passwords.ts';
import { type Captured, isForPeople, readCaptureLine, sayProgress } from './capture-progress.ts';
import type { PasswordStore } from './password-store.ts';
import { refusedPasswords, sayCaptured } from './say-captured.ts';
import { InventoryChanges } from './show-change.ts';
import { withTimesOf } from './with-times-of.ts';

interface Needs {
  readonly commandLine: CommandLine;
  readonly passwords: PasswordStore;
  readonly log: vscode.LogOutputChannel;
}

/** What `failback capture-needs` answers. */
const captureNeeds = z.object({
  inventory: z.string().nullable(),
  servers: z.array(
    z.object({ name: z.string(), address: z.string(), account: z.string().nullable(), wantsPassword: z.boolean() }),
  ),
});

/**
 * Capture Inventory: Azure and the site as they are now, into the file that the runbook names. It changes nothing but that
 * file; the diagnostics follow by themselves, since the language server watches inventories.
 */
export function captureInventory(needs: Needs): vscode.Disposable {
  const changes = new InventoryChanges();
  return vscode.Disposable.from(
    changes,
    registerCommand('failback.captureInventory', needs.log, (argument) => capture(argument, needs, changes)),
  );
}

async function capture(argument: unknown, needs: Needs, changes: InventoryChanges): Promise<Captured | undefined> {
  const runbook = await chooseRunbook(argument);
  if (runbook === undefined) return;
  await saveIfChanged(runbook);
  const cwd = dirname(runbook.fsPath);
  const { captureFrom: simulator } = readSettings();
  const { inventory, servers } = captureNeeds.parse(
    await needs.commandLine.ask(['capture-needs', runbook.fsPath], { cwd }),
  );
  if (inventory === null) throw noInventory(runbook);

  // Neither a password nor a token travels to a simulated estate.
  const wanting = servers.flatMap(({ name, address, account, wantsPassword }) =>
    wantsPassword && account !== null && simulator === '' ? [{ name, address, account }] : [],
  );
  const passwords = await askPasswords(wanting, needs.passwords);
  if (passwords === undefined) return;
  const token = simulator === '' ? await microsoftCredential(readSettings().tenant).getToken(ARM_SCOPE) : undefined;
  const before = await textOf(inventory);
  const seen = await run(needs, runbook, {
    args: ['--out', inventory, ...(simulator === '' ? ['--password-stdin'] : ['--simulator', simulator])],
    cwd,
    input: asInput(passwords.given),
    env: token === undefined ? {} : { FAILBACK_ACCESS_TOKEN: token.token },
  });
  if (seen === undefined) return;

  const refused = new Set(refusedPasswords(seen).map((name) => name.toLowerCase()));
  for (const server of wanting) {
    const password = passwords.given.get(server.name);
    if (password === undefined) continue;
    // One that is wrong would lock the account before long, so it is asked for anew.
    if (refused.has(server.name.toLowerCase())) await needs.passwords.forget(server);
    else if (passwords.typed.has(server.name)) await needs.passwords.keep(server, password);
  }
  const after = await textOf(inventory);
  // The moments of a new look alone are no news.
  const was = withTimesOf(before, after);
  const changed = was !== after;
  if (changed) await changes.show(inventory, was);
  tell(sayCaptured(seen, basename(inventory), changed), needs.log);
  return seen;
}

interface Started {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Undefined: the person cancelled it. @throws FailbackError `capture-failed`, with what the command said */
function run(
  { commandLine, log }: Needs,
  runbook: vscode.Uri,
  { args, cwd, input, env }: Started,
): Thenable<Captured | undefined> {
  const whence = readSettings().captureFrom === '' ? '' : ' from the simulated estate';
  const title = `Capturing for ${vscode.workspace.asRelativePath(runbook)}${whence}`;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    const stop = new AbortController();
    cancelled.onCancellationRequested(() => stop.abort());
    let seen: Captured | undefined;
    const said: string[] = [];
    const outcome = await commandLine.run(['capture', runbook.fsPath, ...args, '--progress', 'json'], {
      cwd,
      input,
      env,
      signal: stop.signal,
      onErrorLine: (line) => {
        const read = readCaptureLine(line);
        if (read?.kind === 'progress') progress.report({ message: sayProgress(read) });
        else if (read?.kind === 'captured') seen = read;
        else if (isForPeople(line)) said.push(line.trim());
      },
    });
    if (stop.signal.aborted && seen === undefined) return undefined;
    if (seen !== undefined) return seen;
    log.error(outcome.stderr);
    const [first = `The capture ended with ${outcome.code} and said nothing.`, ...rest] = said;
    throw new FailbackError(
      'capture-failed',
      first.replace(/^failback: /, ''),
      rest.join('\n') || 'The log has the whole of it.',
    );
  });
}

function tell({ severity, text, details }: ReturnType<typeof sayCaptured>, log: vscode.LogOutputChannel): void {
  for (const detail of details) log.warn(detail);
  log.info(text);
  const show =
    severity === 'warning'
      ? vscode.window.showWarningMessage(plainMessage(text), 'Show All')
      : vscode.window.showInformationMessage(plainMessage(text));
  // Not awaited: the capture is over once it is told.
  void show.then((choice) => {
    if (choice === 'Show All') log.show();
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

function noInventory(runbook: vscode.Uri): FailbackError {
  const name = basename(runbook.path, '.failback');
  return new FailbackError(
    'no-inventory',
    `'${name}' names no inventory, so nobody knows where to write what is seen.`,
    `Write inventory: "${name}.inventory.json" into its runbook block, and start again.`,
  );
}
