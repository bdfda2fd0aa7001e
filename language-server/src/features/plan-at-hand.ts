import type { World } from '../../../core/inventory/world.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { planFor } from '../../../core/plan/plan-for.ts';
import type { Runbook } from '../../../core/runbook/runbook.ts';
import type { Analysis } from '../workspace/runbook-analysis.ts';

/** A plan takes a millisecond for ten machines; for more than these nobody waits on a hover. */
const MOST_MACHINES = 300;
/** Typing pauses this long before a plan is made for what is drawn beside the text. */
const PAUSE_MS = 700;

/**
 * Plans for what the editor shows beside the text: how long a wave takes, a machine's way. Each is made once for a
 * state of text and inventory, when somebody asks and nobody types, and never for a runbook so large that making it would be felt.
 */
export class PlanAtHand {
  readonly #plans = new WeakMap<Runbook, { readonly world: World | undefined; readonly plan: Plan }>();
  readonly #now: () => Date;
  readonly #refresh: () => void;
  readonly #latest = new Map<string, Plan>();
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /** `refresh` tells the editor that there is more to draw. */
  constructor(now: () => Date, refresh: () => void) {
    this.#now = now;
    this.#refresh = refresh;
  }

  /** The plan of what is written now, for a person who asked. */
  of(analysis: Analysis | undefined): Plan | undefined {
    const known = this.#known(analysis);
    if (known !== undefined) return known;
    const runbook = analysis?.lowered.runbook;
    if (analysis === undefined || runbook === undefined || analysis.standing?.settled !== true) return undefined;
    if (runbook.machines.length > MOST_MACHINES) return undefined;
    const { assessment, world } = analysis;
    if (assessment === undefined) return undefined;
    const options = {
      now: this.#now(),
      part: 'whole',
      runbookFile: '',
      inventoryFile: runbook.inventory?.value,
    } as const;
    try {
      const plan = planFor(runbook, world?.inventory, assessment, options);
      this.#plans.set(runbook, { world, plan });
      this.#latest.set(runbook.at.uri, plan);
      return plan;
    } catch {
      // A plan that breaks down is told where somebody asks for the plan; here it only leaves the figures out.
      return undefined;
    }
  }

  /** The last plan that was made, at once; when it is no longer what is written, a new one follows after a pause. */
  latest(analysis: Analysis | undefined): Plan | undefined {
    const runbook = analysis?.lowered.runbook;
    if (runbook === undefined) return undefined;
    const known = this.#known(analysis);
    if (known !== undefined) return known;
    if (runbook.machines.length > MOST_MACHINES) return undefined;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      // Drawing anew asks again, so it is done only when there is something new to draw.
      if (this.of(analysis) !== undefined) this.#refresh();
    }, PAUSE_MS);
    // A server must be able to end while somebody pauses; a browser's timer is a plain number.
    if (typeof this.#waiting === 'object') this.#waiting.unref();
    return this.#latest.get(runbook.at.uri);
  }

  #known(analysis: Analysis | undefined): Plan | undefined {
    const runbook = analysis?.lowered.runbook;
    const made = runbook && this.#plans.get(runbook);
    return made !== undefined && made.world === analysis?.world ? made.plan : undefined;
  }
}
