import { FailbackError } from '../../core/failback-error.ts';
import type { GuestPlace } from '../../core/plan/plan.ts';
import type { Clock } from '../clock.ts';
import type { ScriptOutcome, ScriptStep } from '../effects.ts';
import { keepOutput, OUTPUT_LIMIT, type ScriptFolder, sayHash } from '../operator/script.ts';
import { faultOf, type GuestAccount, type GuestOperations } from '../vsphere/guest-operations.ts';
import { VimFault } from '../vsphere/vim-fault.ts';
import { followScript, type GuestScript, lookForScriptTwice } from './follow-guest-script.ts';
import { sayGuestFault } from './guest-faults.ts';
import type { Launch } from './guest-launcher.ts';

export type SitePlace = GuestPlace & { readonly in: 'site' };

export interface GuestScriptMeans {
  readonly text: Uint8Array;
  readonly launch: Launch;
  readonly who: GuestAccount;
  readonly folder: ScriptFolder;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly tried: number;
}

/**
 * Runs a script inside a machine on the site, through VMware Tools. It is started at most once: its folder inside the guest
 * is there from before the start until its result was fetched, so whoever comes after a crash or a lost answer finds it
 * again and follows it; where what is there does not tell how it went, a person is asked.
 */
export async function runInGuest(
  guest: GuestOperations,
  step: ScriptStep,
  place: SitePlace,
  means: GuestScriptMeans,
): Promise<ScriptOutcome> {
  const { launch, clock, who } = means;
  const what = `'${step.script}' (${sayHash(step.text)}) inside '${place.machine}'`;
  const unclear = (why: string): ScriptOutcome => ({
    code: undefined,
    unclear: true,
    note: `Nobody knows how far ${what} came: ${why} Look into the machine. Say that it is done; or, if it may run again, remove '${launch.folder}' there where it still is, and retry.`,
  });
  let mayHaveBegun = false;
  try {
    const earlier: GuestScript = (await guest.makeFolder(launch.folder))
      ? { kind: 'never' }
      : await lookForScriptTwice(guest, launch, means);
    mayHaveBegun = earlier.kind !== 'never';
    let begun = earlier;
    if (earlier.kind === 'never') {
      await guest.write(launch.script, means.text);
      await guest.write(launch.launcher, Buffer.from(launch.launcherText));
      means.signal.throwIfAborted();
      mayHaveBegun = true;
      begun = await start(guest, launch, means);
      if (begun.kind === 'never') return unclear('its start was sent, no answer came, and it does not show there.');
    }
    const until = clock.now().getTime() + step.timeout * 1000;
    const end = begun.kind === 'runs' ? await followScript(guest, launch, { ...means, until, pid: begun.pid }) : begun;
    if (end.kind !== 'ended' && end.kind !== 'timed-out')
      return unclear('it was begun there, runs no more, and left no word of how it ended.');
    const record = await fetchOutput(guest, step, means);
    const isGone = await removed(guest, launch);
    const how = end.kind === 'ended' ? `ended with ${end.code}` : `was ended after ${step.timeout} s`;
    const found = earlier.kind === 'never' ? '' : ' It had been started before, and was found again.';
    if (!isGone && !(end.kind === 'ended' && end.code === 0))
      return unclear(`it ${how}, and what it left there could not be removed.`);
    const left = isGone ? '' : ` Its folder '${launch.folder}' could not be removed.`;
    const code = end.kind === 'ended' ? end.code : undefined;
    return { code, note: `${what} ${how}; its output is in '${record}'.${found}${left}` };
  } catch (error) {
    if (means.signal.aborted) throw means.signal.reason;
    const why = sayGuestFault(error instanceof NotStarted ? error.cause : error, place.machine, who.account);
    if (why === undefined) throw error;
    if (mayHaveBegun && !(error instanceof NotStarted)) return unclear(why);
    // What was sent so far starts nothing; a folder that stays is found again.
    await removed(guest, launch);
    return { code: undefined, note: `${what} was not started: ${why}` };
  }
}

/** The server said no to the start itself, so nothing runs. */
class NotStarted extends Error {}

/** Faults by which a server says that it started nothing. Any other leaves it open. */
const REFUSALS: ReadonlySet<string> = new Set([
  'InvalidGuestLogin',
  'GuestPermissionDenied',
  'FileNotFound',
  'CannotAccessFile',
  'InvalidArgument',
  'InvalidPowerState',
  'InvalidState',
  'GuestOperationsUnavailable',
  'OperationNotSupportedByGuest',
  'OperationDisabledByGuest',
  'TooManyGuestLogons',
  'NoPermission',
  'NotAuthenticated',
  'ManagedObjectNotFound',
]);

async function start(guest: GuestOperations, launch: Launch, means: GuestScriptMeans): Promise<GuestScript> {
  try {
    return { kind: 'runs', pid: await guest.startOnce(launch.program, launch.arguments) };
  } catch (error) {
    means.signal.throwIfAborted();
    const fault = faultOf(error);
    if (fault !== undefined && REFUSALS.has(fault)) throw new NotStarted('', { cause: causeOf(error) });
    return lookForScriptTwice(guest, launch, means);
  }
}

function causeOf(error: unknown): unknown {
  return error instanceof FailbackError && error.cause instanceof VimFault ? error.cause : error;
}

/** The password of the guest is not among those that the environment tells. */
async function fetchOutput(guest: GuestOperations, step: ScriptStep, means: GuestScriptMeans): Promise<string> {
  const { bytes, isWhole } = (await guest.read(means.launch.output, OUTPUT_LIMIT)) ?? NOTHING;
  const text = bytes.toString('utf8').replaceAll(means.who.password, '[withheld]');
  const cut = isWhole ? '' : `\n[cut: after ${OUTPUT_LIMIT} bytes]\n`;
  return keepOutput(means.folder, step.id, means.tried, Buffer.from(text + cut));
}

const NOTHING = { bytes: Buffer.alloc(0), isWhole: true };

async function removed(guest: GuestOperations, { folder }: Launch): Promise<boolean> {
  try {
    await guest.removeFolder(folder);
    return true;
  } catch (error) {
    return faultOf(error) === 'FileNotFound';
  }
}
