import type { Runbook, Stage, Wave } from '../runbook/runbook.ts';
import type { QuickFix } from './verdict.ts';

/** Adds an approval before a stage of a wave, for the first person that the runbook knows; the author names the right one. */
export function approvalFix(waveName: string, stage: Stage, title: string, runbook: Runbook): QuickFix | undefined {
  const wave = runbook.waves.find(({ name }) => name === waveName);
  const [person] = runbook.people;
  if (wave === undefined || person === undefined) return undefined;
  const range = beforeClosingBrace(wave);
  if (range === undefined) return undefined;
  const newText = `  before ${stage} {\n    approve "${title}" { by: ${person.name} }\n  }\n`;
  return { title: `Add an approval before ${stage}`, edits: [{ range, newText }] };
}

function beforeClosingBrace({ block }: Wave) {
  if (block.end.character === 0) return undefined;
  const place = { line: block.end.line, character: block.end.character - 1 };
  return { uri: block.uri, start: place, end: place };
}
