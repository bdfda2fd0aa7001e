import type { Plan, PlanStep } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { goesOnWithout, indexOf } from '../../core/run/plan-index.ts';
import type { reduce } from '../../core/run/reduce.ts';
import { parseJournal } from '../../executor/journal/read-journal.ts';
import type { Job } from '../../simulator/estate/job.ts';
import type { Seen } from './witness.ts';

/**
 * What must be true however often a run was killed, judged from outside of it: its plan, its journal as bytes, what the
 * proxy saw, and the jobs that the estate has. Each answers with sentences; none means that it holds.
 */
export interface Evidence {
  readonly plan: Plan;
  readonly events: readonly RunEvent[];
  readonly notes: readonly Seen[];
  readonly jobs: readonly Job[];
}

type Intent = RunEvent & { readonly kind: 'intent' };

export function chainVerifies(journal: Buffer): readonly string[] {
  try {
    return parseJournal(journal, 'the journal').cut ? ['The journal ends in the middle of a line.'] : [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** At most one accepted job for each call of a step, unless a person sent it on its way again. */
export function nothingTwice({ events, jobs, notes }: Evidence): readonly string[] {
  const sent = new Set(notes.map(({ requestId }) => requestId));
  const intents = new Map(
    events.flatMap((event) => (event.kind === 'intent' ? [[event.requestId, event] as const] : [])),
  );
  const accepted = new Map<string, number>();
  const faults: string[] = [];
  for (const { activityId, scenario } of jobs) {
    const requestId = requestOf(activityId);
    const intent = intents.get(requestId);
    if (intent === undefined) {
      // The service starts some by itself, and strangers others; neither came through our proxy.
      if (sent.has(requestId))
        faults.push(
          `A job '${scenario.scenarioName}' was accepted for request ${requestId}, of which the journal has no intent.`,
        );
      continue;
    }
    const key = `${intent.step} ${intent.operation} ${intent.call} ${timesSentAgain(events, intent)}`;
    accepted.set(key, (accepted.get(key) ?? 0) + 1);
  }
  for (const [key, count] of accepted) if (count > 1) faults.push(`'${key}' was accepted ${count} times.`);
  return faults;
}

/** Everything that changes the world had its intent on the platters when the proxy saw it come. */
export function intendedFirst({ notes }: Evidence): readonly string[] {
  return notes
    .filter(({ intended }) => !intended)
    .map(({ method, url, requestId }) => `${method} ${short(url)} (${requestId}) came before its intent was synced.`);
}

const IRREVERSIBLE: readonly string[] = ['reprotect', 'commit', 'unplanned-failover'];
/** Facts that vouch for a call are no older than this. */
const FRESH_MS = 60_000;

/** What cannot be taken back comes after approvals of this very plan, a preflight in which nothing moved, and a fresh look. */
export function approvedAndFresh({ plan, events, notes }: Evidence): readonly string[] {
  const faults: string[] = [];
  const scan = new Scan(plan);
  for (const event of events) {
    if (event.kind === 'intent' && IRREVERSIBLE.includes(event.operation)) {
      const before = scan.dominating(event.step);
      const gates = before.filter(({ kind }) => kind === 'approve');
      if (gates.length === 0) faults.push(`'${event.step}' has no approval before it.`);
      for (const gate of gates)
        if (!scan.approvals.get(gate.id)?.has(plan.hash))
          faults.push(`'${event.step}' was intended though '${gate.id}' was not approved on this plan.`);
      const preflights = before.filter(({ kind }) => kind === 'preflight');
      if (preflights.length === 0) faults.push(`'${event.step}' has no preflight before it.`);
      for (const { id } of preflights)
        if (scan.preflights.get(id) !== 0) faults.push(`'${event.step}' was intended though '${id}' did not hold.`);
    }
    scan.take(event);
  }
  const irreversible = new Set(
    events.flatMap((event) =>
      event.kind === 'intent' && IRREVERSIBLE.includes(event.operation) ? [event.requestId] : [],
    ),
  );
  for (const call of notes) {
    if (call.method !== 'POST' || call.requestId === undefined || !irreversible.has(call.requestId)) continue;
    const looked = notes.some(
      (seen) => seen.life === call.life && seen.at <= call.at && call.at - seen.at <= FRESH_MS && isItemsList(seen),
    );
    if (!looked) faults.push(`${short(call.url)} was sent on facts older than a minute.`);
  }
  return faults;
}

/** No step begins before all that it waits for ended well. */
export function nothingEarly({ plan, events }: Evidence): readonly string[] {
  const { steps, waitsFor } = indexOf(plan);
  const index = indexOf(plan);
  const scan = new Scan(plan);
  const faults: string[] = [];
  for (const event of events) {
    if (event.kind === 'step-started' || event.kind === 'intent' || event.kind === 'gate-opened') {
      const step = steps.get(event.step);
      for (const id of waitsFor.get(event.step) ?? []) {
        const awaited = steps.get(id);
        if (scan.done.has(id) || step === undefined || awaited === undefined) continue;
        if (scan.givenUp(id) && goesOnWithout(index, awaited, step)) continue;
        if (event.kind === 'intent' && event.operation === 'cancel-failover') continue;
        faults.push(`'${event.step}' began before '${id}' had ended well.`);
      }
    }
    scan.take(event);
  }
  return faults;
}

/** No job of somebody else was taken for one of ours. */
export function strangersUntouched({ events, jobs }: Evidence): readonly string[] {
  const ours = new Set(events.flatMap((event) => (event.kind === 'intent' ? [event.requestId] : [])));
  const byId = new Map(jobs.map((job) => [job.id.toLowerCase(), job]));
  return events.flatMap((event) => {
    if (event.kind !== 'accepted' || event.jobId === undefined) return [];
    const job = byId.get(event.jobId.slice(event.jobId.lastIndexOf('/') + 1).toLowerCase());
    if (job === undefined) return [`'${event.step}' took up job '${event.jobId}', which the estate does not have.`];
    return ours.has(requestOf(job.activityId))
      ? []
      : [`'${event.step}' took up job '${job.id}', which somebody else started.`];
  });
}

/** Our share of what the service grants: 30 % of its refill, beside what each process may burst at its beginning. */
const BUDGET = { reads: { perSecond: 7.5, burst: 75 }, writes: { perSecond: 3, burst: 60 } };

/** The rate of requests by the estate's own clock. A process that just began has a burst of its own. */
export function withinBudget({ notes }: Evidence): readonly string[] {
  const faults: string[] = [];
  for (const kind of ['reads', 'writes'] as const) {
    const { perSecond, burst } = BUDGET[kind];
    let level: number = burst;
    let last: Seen | undefined;
    for (const seen of notes) {
      if ((seen.method === 'GET') !== (kind === 'reads')) continue;
      level =
        last === undefined || seen.life !== last.life
          ? burst
          : Math.min(burst, level + ((seen.at - last.at) / 1000) * perSecond);
      level -= 1;
      last = seen;
      if (level >= -1) continue;
      faults.push(`More ${kind} than ${perSecond} a second at ${new Date(seen.at).toISOString()}.`);
      break;
    }
  }
  return faults;
}

/** Every beginning of the journal means the same whenever it is read, event by event or at once. */
export function meansTheSame(plan: Plan, events: readonly RunEvent[], read: typeof reduce): readonly string[] {
  const faults: string[] = [];
  const lengths = new Set([...Array.from({ length: 6 }, (_, at) => Math.ceil((events.length * at) / 5))]);
  const copies = events.map((event) => JSON.parse(JSON.stringify(event)) as RunEvent);
  for (let length = 0; length <= events.length; length += 1) {
    if (!lengths.has(length)) continue;
    const once = digest(read(plan, events.slice(0, length)));
    if (once !== digest(read(plan, copies.slice(0, length))))
      faults.push(`The first ${length} events mean different things.`);
  }
  return faults;
}

/** Everything of a state that the next action may depend on, as text. */
export function digest(state: LedgerState): string {
  return JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Map) return [...value].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
    return value instanceof Set ? [...value].sort() : value;
  });
}

/** The journal once more, by other eyes: what ended well, what was approved, and what a person took back. */
class Scan {
  readonly done = new Set<string>();
  readonly failed = new Set<string>();
  /** Plan hashes on which each gate was approved. */
  readonly approvals = new Map<string, Set<string>>();
  /** Decisions that had moved, by preflight. */
  readonly preflights = new Map<string, number>();
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  take(event: RunEvent): void {
    if (event.kind === 'step-done' || event.kind === 'step-skipped') {
      this.done.add(event.step);
      this.failed.delete(event.step);
    } else if (event.kind === 'step-failed') {
      this.done.delete(event.step);
      this.failed.add(event.step);
    } else if (event.kind === 'preflight') this.preflights.set(event.step, event.moved.length);
    else if (event.kind === 'gate-answered' && event.answer === 'approved')
      this.approvals.set(event.step, new Set(this.approvals.get(event.step)).add(event.planHash));
    else if (event.kind === 'command' && event.taken && event.command.kind === 'retry')
      this.#forget([event.command.step]);
    else if (event.kind === 'command' && event.taken && event.command.kind === 'undo')
      this.#forget([event.command.step, ...this.#after(event.command.step)]);
  }

  /** Whether a step failed, or will not begin since one failed that it cannot go on without. */
  givenUp(id: string): boolean {
    if (this.failed.has(id)) return true;
    const index = indexOf(this.#plan);
    const step = index.steps.get(id);
    return (index.waitsFor.get(id) ?? []).some((before) => {
      const awaited = index.steps.get(before);
      if (step === undefined || awaited === undefined || this.done.has(before)) return false;
      return this.givenUp(before) && !goesOnWithout(index, awaited, step);
    });
  }

  /** All that a step waits for, and what that waits for. */
  dominating(id: string): readonly PlanStep[] {
    const { steps, waitsFor } = indexOf(this.#plan);
    const found = new Set<string>();
    const queue = [id];
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      for (const before of waitsFor.get(next) ?? [])
        if (!found.has(before)) {
          found.add(before);
          queue.push(before);
        }
    return [...found].flatMap((one) => steps.get(one) ?? []);
  }

  #after(id: string): readonly string[] {
    return this.#plan.steps
      .filter((step) => this.dominating(step.id).some((before) => before.id === id))
      .map((step) => step.id);
  }

  #forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.done.delete(id);
      this.failed.delete(id);
      this.approvals.delete(id);
    }
  }
}

function timesSentAgain(events: readonly RunEvent[], intent: Intent): number {
  let times = 0;
  for (const event of events) {
    if (event === intent) return times;
    if (event.kind === 'command' && event.taken && 'step' in event.command && event.command.step === intent.step)
      times += 1;
  }
  return times;
}

/** The request id that the service put first. */
function requestOf(activityId: string): string {
  return activityId.split(' ')[0] ?? '';
}

function isItemsList({ method, url }: Seen): boolean {
  return method === 'GET' && /\/replicationProtectedItems(\?|$)/i.test(url);
}

function short(url: string): string {
  return (url.split('?')[0] ?? '').split('/').slice(-2).join('/');
}
