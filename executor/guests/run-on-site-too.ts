import { FailbackError } from '../../core/failback-error.ts';
import type { SiteServer } from '../capture/capture-world.ts';
import type { Clock } from '../clock.ts';
import type { Effects, ScriptOutcome, ScriptStep } from '../effects.ts';
import { notReviewed, reviewedText, type ScriptFolder } from '../operator/script.ts';
import { type FoundGuest, findGuests } from '../vsphere/find-guest.ts';
import { GuestOperations } from '../vsphere/guest-operations.ts';
import type { Limits } from '../vsphere/soap-transport.ts';
import { VimSession } from '../vsphere/vim-session.ts';
import { launchOf } from './guest-launcher.ts';
import { guestPasswordMissing } from './guest-password.ts';
import { runInGuest, type SitePlace } from './run-in-guest.ts';

/** A password of an account inside guests: of this machine, else of all machines that it signs in to. */
export type GuestPasswordOf = (machine: string, account: string) => Promise<string | undefined>;

export interface OnSite {
  /** The servers of the site, each with its password or with the reason why there is none. */
  servers(): Promise<readonly SiteServer[]>;
  readonly passwordOf: GuestPasswordOf;
  /** By which the run knows what it left inside guests again. */
  readonly run: string;
  readonly scripts: ScriptFolder;
  readonly clock: Clock;
  /** A simulated estate: its guests take scripts and run nothing. */
  readonly isRehearsed: boolean;
  readonly limits?: Limits;
}

/** Seconds that a machine may take after its failover until its VMware Tools answer. */
const TOOLS_WITHIN = 600;
const LOOK_AGAIN = 15;

/** The same effects, whose scripts run inside machines on the site too. */
export function runOnSiteToo(effects: Effects, site: OnSite): Effects {
  return {
    ...effects,
    async script(step, signal, tried) {
      if (step.guest?.in !== 'site') return effects.script(step, signal, tried);
      try {
        const outcome = await onSite(step, step.guest, site, signal, tried ?? 1);
        return site.isRehearsed ? { ...outcome, note: `Rehearsed, and nothing was run: ${outcome.note}` } : outcome;
      } catch (error) {
        // The next process looks for it.
        if (signal.aborted) return { code: undefined, unclear: true, note: 'The run was stopped meanwhile.' };
        if (!(error instanceof FailbackError)) throw error;
        return notStarted(step, `${error.message} ${error.remedy}`);
      }
    },
  };
}

async function onSite(
  step: ScriptStep,
  place: SitePlace,
  site: OnSite,
  signal: AbortSignal,
  tried: number,
): Promise<ScriptOutcome> {
  const text = await reviewedText(step.text, site.scripts);
  if (text === undefined) return { code: undefined, note: notReviewed(step.script) };
  const { account } = place;
  if (account === undefined) return notStarted(step, 'The plan does not say as whom.');
  const password = await site.passwordOf(place.machine, account);
  if (password === undefined) return notStarted(step, guestPasswordMissing(place.machine, account));
  const servers = await site.servers();
  const sessions: VimSession[] = [];
  try {
    for (const server of servers)
      if (server.kind === 'ready') sessions.push(await VimSession.open(server.server, signal, site.limits));
    const found = await guestThatAnswers(sessions, place, site.clock, signal);
    if (typeof found === 'string') return notStarted(step, [found, ...unasked(servers)].join(' '));
    const who = { account, password };
    const guest = await GuestOperations.open(found.session, found.guest.ref, place.os, who, signal);
    const launch = launchOf(place.os, step.script, site.run, step.id);
    return await runInGuest(guest, step, place, {
      text,
      launch,
      who,
      folder: site.scripts,
      clock: site.clock,
      signal,
      tried,
    });
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
}

/** The machine once its VMware Tools answer, or why that is not to be had. Nothing is started by looking. */
async function guestThatAnswers(
  sessions: readonly VimSession[],
  place: SitePlace,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly session: VimSession; readonly guest: FoundGuest } | string> {
  const name = place.vm ?? place.machine;
  const until = clock.now().getTime() + TOOLS_WITHIN * 1000;
  for (;;) {
    const found: { session: VimSession; guest: FoundGuest }[] = [];
    for (const session of sessions)
      for (const guest of await findGuests(session, name)) if (guest.isOn) found.push({ session, guest });
    if (found.length > 1)
      return `${found.length} machines that are on are called '${name}', so it is not clear which is meant.`;
    const [one] = found;
    if (one?.guest.toolsRun === true) return one;
    if (clock.now().getTime() >= until)
      return one === undefined
        ? `No machine called '${name}' is on, on the servers that could be asked.`
        : `VMware Tools does not run inside '${name}', so nothing can be started there.`;
    await clock.sleep(LOOK_AGAIN, signal);
    signal.throwIfAborted();
  }
}

function unasked(servers: readonly SiteServer[]): readonly string[] {
  return servers.flatMap((server) =>
    server.kind === 'closed' ? [`'${server.name}' was not asked: ${server.reason}`] : [],
  );
}

function notStarted({ script }: ScriptStep, why: string): ScriptOutcome {
  return { code: undefined, note: `'${script}' was not started: ${why}` };
}
