import type { CommandAnswer } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';
import { escapeLines } from '../terminal/escape-lines.ts';

/** Says what became of a command. One that waits for somebody to execute the run is neither done nor lost. */
export function tellAnswer({ terminal, end }: CommandContext, { outcome, message, next }: CommandAnswer): void {
  terminal.err.write(`${escapeLines(message)}\n`);
  if (next !== undefined) terminal.err.write(`  ${next}\n`);
  end(outcome === 'refused' ? 1 : 0);
}
