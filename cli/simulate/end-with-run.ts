import { basename } from 'node:path';
import { readRun } from '../../executor/journal/runs.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';

const lookEveryMs = 60_000;

/**
 * Closes the estate of a rehearsal once no process executes its run, so that a forgotten one does not stay for ever. Its
 * state file brings it back; two looks leave time to take a killed run up again.
 */
export function endWithRun(simulator: Simulator, directory: string): void {
  let abandoned = 0;
  const timer = setInterval(async () => {
    const alive = await readRun({ id: basename(directory), directory }).then(
      (view) => view.alive,
      () => false,
    );
    abandoned = alive ? 0 : abandoned + 1;
    if (abandoned < 2) return;
    clearInterval(timer);
    await simulator.close();
  }, lookEveryMs);
  timer.unref();
}
