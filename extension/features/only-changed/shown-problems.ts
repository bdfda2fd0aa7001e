/** Which problems are shown when only changed lines matter, and what the status bar says of the others. Pure. */

import type { ChangedFile } from '../../infrastructure/changed-lines.ts';

interface Problem {
  readonly code?: unknown;
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

/** What a rule finds is shown where the text or its meaning changed; everything else always is. */
export function isShown({ code, range }: Problem, { lines, places }: Pick<ChangedFile, 'lines' | 'places'>): boolean {
  if (lines === 'all' || !isOfRule(code)) return true;
  const within = (line: number) => range.start.line <= line && line <= range.end.line;
  return places.some(({ line }) => within(line)) || [...lines].some(within);
}

/** Codes of rules are numbers with their page; several unknown facts of one place have a code of their own. */
function isOfRule(code: unknown): boolean {
  const value = typeof code === 'object' && code !== null && 'value' in code ? code.value : code;
  return typeof value === 'string' && /^(FB\d{3}|unknown-facts)$/.test(value);
}

export function hiddenFace(count: number, trouble: string | undefined) {
  if (trouble !== undefined)
    return {
      text: '$(filter) All problems shown',
      tooltip: `Problems are wanted for changed lines only, but what changed is not known here: ${trouble} Click to turn it off.`,
    };
  const what = count === 1 ? '1 problem' : `${count} problems`;
  return {
    text: `$(filter) ${what} hidden`,
    tooltip: `Problems are shown for changed lines only. ${count === 0 ? 'None is' : `${what} on other lines ${count === 1 ? 'is' : 'are'}`} hidden; a live run wants all of them settled. Click to show all.`,
  };
}
