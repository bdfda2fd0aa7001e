import type { Inventory } from '../../core/inventory/inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PlanOptions } from '../../core/plan/plan-options.ts';
import { observeRehearsal } from '../../core/rehearsal/observe-rehearsal.ts';
import type { Rehearsal } from '../../core/rehearsal/rehearsal.ts';
import type { RunState } from '../../core/run/state.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import type { OtherWire } from '../../executor/azure/other-wire.ts';
import type { Clock } from '../../executor/clock.ts';
import { memoryDisk } from '../../executor/journal/memory-disk.ts';
import { systemProcesses } from '../../executor/journal/processes.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';
import { executeRun } from '../../executor/run/execute-run.ts';
import { parseFault } from '../../simulator/faults.ts';
import { estateInProcess, type InProcessEstate } from '../../simulator/in-process.ts';
import { drawnKnobs, strikes } from './drawn-knobs.ts';

/** What all rehearsals of one plan share. */
export interface RehearsalBasis {
  /** Laid down once; each rehearsal writes over it in memory alone. */
  readonly run: RunHandle;
  readonly plan: Plan;
  readonly runbook: Runbook;
  readonly inventory: Inventory;
  readonly planOptions: Omit<PlanOptions, 'now'>;
  readonly faults: readonly string[];
  readonly faultChance: number;
}

/** Looks in a row that showed nothing new: a day beside a job that hangs, a month beside machines that replicate. */
const MOST_QUIET_LOOKS = 3000;

/** Rehearses once, with the code and the SDKs of a live run, in virtual time and without a network. */
export async function rehearseOnce(basis: RehearsalBasis, seed: number): Promise<Rehearsal> {
  const { plan, runbook, inventory, planOptions } = basis;
  const estate = estateInProcess({
    inventory,
    seed,
    knobs: drawnKnobs(seed),
    faults: basis.faults.filter((fault) => strikes(seed, fault, basis.faultChance)).map(parseFault),
  });
  const stop = new AbortController();
  let quietLooks = 0;
  const clock: Clock = {
    speed: 0,
    now: () => estate.now(),
    async sleep(seconds) {
      estate.advance(seconds);
      quietLooks += 1;
      if (quietLooks > MOST_QUIET_LOOKS) stop.abort();
    },
  };
  const still = new StandsStill(() => stop.abort());
  const vault = vaultOf(plan);
  if (vault === undefined) throw new Error('A plan without a vault cannot be rehearsed.');
  try {
    const state = await executeRun(
      { ...basis.run, computer: { disk: memoryDisk(), processes: systemProcesses } },
      {
        connect: async () => {
          const effects = await connectAzure({ ...vault, clock, otherWire: wireTo(estate, () => still.moved()) });
          return { ...effects, rehearse: async ({ kind, name }) => estate.byHand(kind, name) };
        },
        host: {
          notify(_, now) {
            quietLooks = 0;
            still.saw(now);
          },
        },
        clock,
        approvals: [{ gate: 'all', who: 'rehearsal' }],
        signal: stop.signal,
        decisionsFrom: async (facts, now) => makePlan(runbook, facts, { ...planOptions, now }).plan,
      },
    );
    return observeRehearsal(plan, state, seed, estate.now());
  } finally {
    still.end();
  }
}

/** The simulated service, asked in this process; a connection that it breaks is broken here too. */
function wireTo(estate: InProcessEstate, asked: () => void): OtherWire {
  return ({ method, url, headers, body }) => {
    asked();
    const outcome = estate.ask({ method, url, headers, body: body === undefined ? undefined : parsed(body) });
    if (outcome.kind !== 'answer') return undefined;
    const { answer, at, correlationId } = outcome;
    return {
      status: answer.status,
      headers: {
        date: new Date(at).toUTCString(),
        'content-type': 'application/json; charset=utf-8',
        'x-ms-request-id': correlationId,
        ...lowerCase(answer.headers ?? {}),
      },
      text: answer.body === undefined ? '' : JSON.stringify(answer.body),
    };
  };
}

/** Ends a rehearsal that waits for a person: nobody is there, and its time moves only while something else goes on. */
class StandsStill {
  readonly #timer: NodeJS.Timeout;
  #state: RunState | undefined;
  #quiet = 0;

  constructor(end: () => void) {
    this.#timer = setInterval(() => {
      this.#quiet += 1;
      // Some turns of the loop without a request or an event, while all that is left waits for people.
      if (this.#quiet > 5 && this.#state?.status === 'waiting') end();
    }, 20);
  }

  moved(): void {
    this.#quiet = 0;
  }

  saw(state: RunState): void {
    this.#state = state;
    this.#quiet = 0;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
