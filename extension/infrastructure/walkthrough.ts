import * as vscode from 'vscode';
import type { ContextKey } from './commands.ts';

const WALKTHROUGH = 'failback.failback#failback.firstFailback';

/** Steps of package.json that a fact ticks off, and the fact. */
const TICKED_BY = {
  'failback.hasRunbook': 'runbook',
  'failback.hasInventory': 'inventory',
  'failback.hasRuns': 'rehearsal',
  'failback.gateAnswered': 'gate',
} as const satisfies Partial<Record<ContextKey, string>>;

const holding = new Set<keyof typeof TICKED_BY>();

/** Sets what `when` clauses and the walkthrough ask, and keeps in mind what the walkthrough asks. */
export function setContext(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
  if (!isTicking(key)) return;
  if (value) holding.add(key);
  else holding.delete(key);
}

/**
 * Opens “Fail Back for the First Time”, or shows it again where it is open. The editor ticks a step when its fact comes to
 * hold and not when it held before it first read the walkthrough, so those steps are ticked here.
 */
export async function showWalkthrough(where: 'here' | 'beside'): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, where === 'beside');
  for (const key of holding)
    await vscode.commands
      .executeCommand('welcome.markStepComplete', `${WALKTHROUGH}#${TICKED_BY[key]}`)
      // Not part of the editor's promised API: without it a step stays open that could be ticked by hand.
      .then(undefined, () => undefined);
}

function isTicking(key: ContextKey): key is keyof typeof TICKED_BY {
  return key in TICKED_BY;
}
