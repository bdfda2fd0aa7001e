import * as vscode from 'vscode';
import type { Person } from './gate.ts';
import { readSettings } from './settings.ts';

/**
 * The name that an answer is recorded under, as the runbook writes it. Nobody proves it here, so it counts as *claimed*
 * unless it is signed afterwards. Undefined: the person thought better of it.
 */
export async function askWho(
  allowed: readonly Person[],
  title: string,
  proof: 'claimed' | 'proven' = 'claimed',
): Promise<string | undefined> {
  const { me } = readSettings();
  if (me !== '' && (allowed.length === 0 || allowed.some(({ name }) => name.toLowerCase() === me.toLowerCase())))
    return me;
  if (allowed.length === 0) return askName(title);
  const items = allowed.map(({ name, fullName, email }) => ({
    label: name,
    description: fullName ?? '',
    detail: email ?? '',
    iconPath: new vscode.ThemeIcon('person'),
  }));
  const placeHolder =
    proof === 'claimed'
      ? 'Who are you? The answer is recorded under this name, as claimed'
      : 'Who are you? The answer is recorded under this name, as proven by your key';
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.label;
}

/** Who gives a command that nobody in particular is asked for. */
export async function askMyName(title: string): Promise<string | undefined> {
  return readSettings().me || askName(title);
}

async function askName(title: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: 'Your name, as the runbook writes it. Keep it in the setting “failback.me” to be asked no more.',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'A name is needed: it goes into the journal.' : undefined),
  });
  return name?.trim();
}
