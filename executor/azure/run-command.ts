import { randomUUID } from 'node:crypto';
import { RestError } from '@azure/core-rest-pipeline';
import type { GuestPlace } from '../../core/plan/plan.ts';
import type { Clock } from '../clock.ts';
import type { ScriptOutcome, ScriptStep } from '../effects.ts';
import { keepOutput, notReviewed, reviewedText, type ScriptFolder, sayHash } from '../operator/script.ts';
import type { ArmRest } from './arm-rest.ts';

/** @source Microsoft.Compute/virtualMachines/runCommands, the managed run command: it has an exit code, the older action has none. */
const API = '2024-03-01';
/** Seconds between two looks at a script that runs. */
const LOOK_AGAIN = 10;
/** Seconds that the agent may take to begin, beyond the script's own time. */
const GRACE = 120;

interface View {
  readonly executionState?: string;
  readonly executionMessage?: string;
  readonly exitCode?: number;
  readonly output?: string;
  readonly error?: string;
}

/**
 * Runs a script inside a machine in Azure, through its agent, as root or SYSTEM. The text goes along in the request, so it
 * is the one that was reviewed. What the service keeps of it is removed afterwards, which also ends one that runs on.
 */
export async function runInAzure(
  rest: ArmRest,
  step: ScriptStep,
  guest: GuestPlace & { readonly in: 'azure' },
  means: { readonly folder: ScriptFolder; readonly clock: Clock; readonly signal: AbortSignal; readonly tried: number },
): Promise<ScriptOutcome> {
  const text = await reviewedText(step.text, means.folder);
  if (text === undefined) return { code: undefined, note: notReviewed(step.script) };
  if (guest.vmId === null) return { code: undefined, note: `No inventory showed '${guest.machine}' in Azure.` };
  const id = `${guest.vmId}/runCommands/failback-${randomUUID().slice(0, 8)}`;
  const what = `'${step.script}' (${sayHash(step.text)}) inside '${guest.machine}'`;
  try {
    const vm = (await rest.get(guest.vmId, API)) as { location?: string } | undefined;
    if (vm?.location === undefined)
      return { code: undefined, note: `${what} was not started: Azure has no such machine.` };
    const properties = {
      source: { script: Buffer.from(text).toString('utf8') },
      asyncExecution: true,
      timeoutInSeconds: step.timeout,
      treatFailureAsDeploymentFailure: false,
    };
    await rest.put(id, API, { location: vm.location, properties }, randomUUID());
    const view = await whenEnded(rest, id, step.timeout + GRACE, means);
    const printed = Buffer.from([view?.output ?? '', view?.error ?? ''].filter((part) => part !== '').join('\n'));
    const record = await keepOutput(means.folder, step.id, means.tried, printed);
    const code = view?.executionState === 'Succeeded' || view?.executionState === 'Failed' ? view.exitCode : undefined;
    const how =
      code === undefined ? `did not end well (${view?.executionState ?? 'no word of it'})` : `ended with ${code}`;
    return { code, note: `${what} ${how}; what Azure kept of its output, the end of it, is in '${record}'.` };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { code: undefined, note: `${what} could not be run: ${error.message}` };
  } finally {
    // Nothing depends on it: what stays shows in the portal under the machine.
    await rest.delete(id, API, randomUUID()).catch(() => {});
  }
}

async function whenEnded(
  rest: ArmRest,
  id: string,
  seconds: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<View | undefined> {
  const until = clock.now().getTime() + seconds * 1000;
  let view: View | undefined;
  while (!signal.aborted && clock.now().getTime() < until) {
    const found = (await rest.get(id, `${API}&$expand=instanceView`)) as
      | { properties?: { instanceView?: View } }
      | undefined;
    view = found?.properties?.instanceView;
    if (['Succeeded', 'Failed', 'TimedOut', 'Canceled'].includes(view?.executionState ?? '')) return view;
    await clock.sleep(LOOK_AGAIN, signal);
  }
  return view === undefined ? undefined : { ...view, executionState: 'TimedOut' };
}
