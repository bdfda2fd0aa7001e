/** The people of a runbook, who answer gates from somewhere else than the editor of the picture. */

import { isGate } from '../../../core/run/gates.ts';
import { findRun, type LiveRunView, type RunHandle, readRun, sendCommand } from '../../../executor/journal/runs.ts';

/** The run that an editor has just started. */
export async function newestRun(home: string): Promise<RunHandle> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await findRun(home, 'latest');
    } catch (error) {
      if (tries === 100) throw error;
      await pause(200);
    }
  }
}

/** Answers gate after gate until the run has come to what is waited for. */
export async function answerUntil(
  home: string,
  what: string,
  isThere: (view: LiveRunView) => boolean,
): Promise<LiveRunView> {
  const run = await newestRun(home);
  const deadline = Date.now() + 300_000;
  for (;;) {
    const view = await readRun(run);
    if (isThere(view)) return view;
    if (Date.now() > deadline) throw new Error(`The rehearsal did not come to this within five minutes: ${what}.`);
    if (!(await answerOne(run, view))) await pause(200);
  }
}

export async function finish(home: string): Promise<void> {
  await answerUntil(home, 'its end', ({ state }) => state.endedAt !== undefined);
}

/** True where a gate with this title waits now. */
export function isAt(gate: string): (view: LiveRunView) => boolean {
  return ({ open }) => open.some(({ plan }) => plan.title.startsWith(gate));
}

/** For everybody whom the gate wants; what a person does by hand is said to be done. */
async function answerOne(run: RunHandle, { open }: LiveRunView): Promise<boolean> {
  const [step] = open;
  if (step === undefined) return false;
  const { plan } = step;
  const people = isGate(plan) ? plan.by.people.map(({ name }) => name) : [];
  const kind = plan.kind === 'approve' ? 'approve' : 'done';
  for (const who of people.length === 0 ? ['operations'] : people)
    await sendCommand(run, { kind, step: plan.id, who, comment: 'Agreed in the change board' });
  return true;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
