import type { CommandAnswer, RunHandle } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';
import { escapeLines } from '../terminal/escape-lines.ts';

/** Says what became of a command. One that waits for somebody to execute the run is neither done nor lost. */
export function tellAnswer(
  { terminal, end }: CommandContext,
  run: RunHandle,
  { outcome, message }: CommandAnswer,
): void {
  terminal.err.write(`${escapeLines(message)}\n`);
  if (outcome === 'waiting') terminal.err.write(`  failback resume ${run.id}\n`);
  end(outcome === 'refused' ? 1 : 0);
}
