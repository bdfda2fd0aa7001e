import assert from 'node:assert/strict';
import { type LiveRunView, type RunHandle, readRun } from '../../executor/journal/runs.ts';

/** Looks at a run again and again until it stands so; the test runner's own time limit ends what never comes true. */
export async function untilView(run: RunHandle, holds: (view: LiveRunView) => boolean): Promise<LiveRunView> {
  for (;;) {
    const view = await readRun(run);
    if (holds(view)) return view;
    assert.equal(view.state.endedAt, undefined, view.state.because);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
