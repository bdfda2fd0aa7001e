import type { Inventory } from '../core/inventory/inventory.ts';
import type { ArmCall } from '../core/plan/plan.ts';
import { type ArmService, makeService } from '../simulator/arm/service.ts';
import { Estate } from '../simulator/estate/estate.ts';
import { type Knobs, withKnobs } from '../simulator/knobs.ts';
import { startClock } from '../simulator/virtual-clock.ts';

/** Seconds between two looks, as in Microsoft's own scripts (`while InProgress; sleep`). */
const EVERY = 30;
/** The pause that the runbook of the bench asks for before a commit. */
const HOLD = 3600;

const VERBS: Readonly<Record<string, string>> = {
  reprotect: 'reProtect',
  protect: 'reProtect',
  'planned-failover': 'plannedFailover',
  commit: 'failoverCommit',
};

export interface LoopOutcome {
  readonly requests: number;
  /** Answers of 429. */
  readonly throttled: number;
  /** Of the estate's time. */
  readonly hours: number;
}

/**
 * What people run today: for each machine a loop of its own that starts an operation, asks every thirty seconds whether its
 * job is over, then whether the item allows the next, and so on until it is protected again. It honours `Retry-After` and
 * gives every operation the time it needs; on the simulated service itself, without a wire between.
 */
export function loopOfPolls(inventory: Inventory, calls: readonly ArmCall[], knobs: Partial<Knobs>): LoopOutcome {
  const begins = new Date(inventory.capturedAt).getTime();
  const clock = startClock(begins, 'advance');
  const estate = new Estate(inventory, withKnobs(knobs), 1, clock, []);
  const service = makeService(estate);
  const tally = { requests: 0, throttled: 0 };
  const loops = (inventory.items ?? []).map(({ id }, index) => ({
    // Nobody starts a thousand loops in the same second.
    due: begins + ((index * 1000) % (EVERY * 1000)),
    loop: machineLoop(service, id, calls, tally),
    over: false,
  }));
  let at = begins;
  for (;;) {
    const next = loops.filter(({ over }) => !over).reduce<number>((least, { due }) => Math.min(least, due), Infinity);
    if (next === Infinity) return { ...tally, hours: (at - begins) / 3.6e6 };
    at = next;
    clock.advanceTo(at);
    for (const one of loops)
      if (!one.over && one.due <= at) {
        const { done, value } = one.loop.next();
        one.over = done === true;
        one.due = at + (value ?? 0) * 1000;
      }
  }
}

/** Yields the seconds until it wants to go on. */
function* machineLoop(
  service: ArmService,
  item: string,
  calls: readonly ArmCall[],
  tally: { requests: number; throttled: number },
): Generator<number, void> {
  function* ask(method: string, url: string, body?: unknown): Generator<number, Answered> {
    for (;;) {
      tally.requests += 1;
      const outcome = service({ method, url: `${url}?api-version=2023-06-01`, headers: HEADERS, body });
      if (outcome.kind !== 'answer') throw new Error('Nothing is broken here, and yet there was no answer.');
      const { status, headers = {}, body: said } = outcome.answer;
      if (status < 300) return { headers, body: said };
      if (status !== 429) throw new Error(`${method} ${url}: ${status} ${JSON.stringify(said)}`);
      tally.throttled += 1;
      yield Number(headers['Retry-After'] ?? EVERY);
    }
  }
  const vault = item.slice(0, item.toLowerCase().indexOf('/replicationfabrics/'));
  for (const { operation, body, requires } of calls) {
    for (;;) {
      const { properties } = (yield* ask('GET', item)).body as { properties: { allowedOperations: readonly string[] } };
      if (requires === null || properties.allowedOperations.includes(requires.allowedOperation)) break;
      yield EVERY;
    }
    if (operation === 'commit') yield HOLD;
    const mine = body === null ? undefined : JSON.parse(JSON.stringify(body));
    const { headers } = yield* ask('POST', `${item}/${VERBS[operation]}`, mine);
    const job = /operationresults\/([^/?]+)/i.exec(headers.Location ?? '')?.[1] ?? '';
    for (;;) {
      yield EVERY;
      const { properties } = (yield* ask('GET', `${vault}/replicationJobs/${job}`)).body as {
        properties: { state: string };
      };
      if (!/^(notstarted|inprogress)$/i.test(properties.state)) break;
    }
  }
  for (;;) {
    const { properties } = (yield* ask('GET', item)).body as { properties: { protectionState: string } };
    if (properties.protectionState === 'Protected') return;
    yield EVERY;
  }
}

interface Answered {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const HEADERS = { authorization: 'Bearer loop' };
