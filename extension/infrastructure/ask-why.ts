import * as vscode from 'vscode';
import { askMyName } from './ask-who.ts';

/** Why a run is told to do something, and who says so. Undefined: the person thought better of it. */
export async function askWhy(title: string): Promise<{ readonly because: string; readonly who: string } | undefined> {
  const because = await vscode.window.showInputBox({
    title,
    prompt: 'Why? The journal and the report keep it.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed.' : undefined),
  });
  const who = because === undefined ? undefined : await askMyName(title);
  return because === undefined || who === undefined ? undefined : { because, who };
}
