import { showControlsInLines } from '../../core/show-controls.ts';
import type { CommandAnswer } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';

/** Says what became of a command. One that waits for somebody to execute the run is neither done nor lost. */
export function tellAnswer({ terminal, end }: CommandContext, { outcome, message, next }: CommandAnswer): void {
  terminal.err.write(`${showControlsInLines(message)}\n`);
  if (next !== undefined) terminal.err.write(`  ${next}\n`);
  end(outcome === 'refused' ? 1 : 0);
}
