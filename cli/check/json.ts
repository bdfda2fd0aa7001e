import type { CheckedFile } from './checked-file.ts';

/** The outcome of `check` for other programs; lines and characters count from 0, as in the Language Server Protocol. */
export function renderCheckJson(files: readonly CheckedFile[]): string {
  const shown = files.map(({ file, problems, assessment, inventory, missingInventory }) => ({
    file,
    inventory: inventory ?? null,
    missingInventory: missingInventory ?? null,
    problems,
    architecture: assessment?.architecture ?? null,
    findings: assessment?.findings ?? [],
    judgements: assessment?.judgements ?? [],
  }));
  return `${JSON.stringify({ schema: 'failback/check', version: 1, files: shown }, undefined, 2)}\n`;
}
