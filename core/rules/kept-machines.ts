import type { Machine } from '../runbook/runbook.ts';
import { stretchBetween, withStretch } from '../stretch.ts';
import type { Finding } from './assessment.ts';
import { type Replaced, stillShown } from './gone-machines.ts';
import { KeptMachine, type Sitting } from './kept-machine.ts';

/** So many changed machines are judged at once; what is more, a whole estate at its opening, comes when it settles. */
const AT_ONCE = 200;
/** Machines between two chances to stop. */
const STRIDE = 8;

/** The machines of a run, each with what was judged of it. One that is the same object is not judged again. */
export class KeptMachines {
  #machines: readonly Machine[] = [];
  #kept: (KeptMachine | undefined)[] = [];
  /** Nobody else has seen the list, so it may be written into. */
  #isOwn = false;

  /** By the order of the runbook; undefined where a machine has yet to be judged for the first time. Another list with each change. */
  get all(): readonly (KeptMachine | undefined)[] {
    this.#isOwn = false;
    return this.#kept;
  }

  /** Called when something else became known of some machines: the list is another one from now on. */
  renew(): void {
    this.#isOwn = false;
    this.#own();
  }

  /** Takes the machines as they are now and judges those that changed, if they are not too many. Answers which are gone. */
  take(machines: readonly Machine[], sitting: Sitting): readonly Replaced[] {
    const { from, gone: goneCount, came } = stretchBetween(this.#machines, machines);
    const oldEnd = from + goneCount;
    const before = this.#kept.slice(from, oldEnd);
    const gone = new Map(this.#machines.slice(from, oldEnd).map((machine, at) => [machine, before[at]]));
    const after = machines.slice(from, from + came).map((machine) => {
      const kept = gone.get(machine);
      gone.delete(machine);
      return kept;
    });
    const successors = new Map(
      after.flatMap((kept, at) => {
        const machine = machines[from + at];
        return kept === undefined && machine !== undefined ? [[machine.name.toLowerCase(), machine] as const] : [];
      }),
    );
    const replaced = [...gone.keys()].map((machine) => ({
      from: machine,
      to: successors.get(machine.name.toLowerCase()),
    }));
    const shown = new Map(
      replaced.flatMap((each) =>
        each.to === undefined ? [] : [[each.to, stillShown(gone.get(each.from)?.about ?? [], [each])] as const],
      ),
    );
    judgeAtOnce(after, machines.slice(from, from + came), sitting, shown);
    this.#kept = withStretch(this.#kept, from, oldEnd - from, after);
    this.#isOwn = false;
    this.#machines = machines;
    return replaced;
  }

  /** Judges what does not stand any more; each step is a chance to stop. */
  *judge(sitting: Sitting): Generator<void, void> {
    let strides = 0;
    for (const [at, machine] of this.#machines.entries()) {
      const kept = this.#kept[at];
      if (kept?.stands(sitting.bench, sitting.context.now)) continue;
      this.#own()[at] = KeptMachine.judged(machine, sitting, kept?.about ?? []);
      strides += 1;
      if (strides % STRIDE === 0) yield;
    }
  }

  #own(): (KeptMachine | undefined)[] {
    if (!this.#isOwn) this.#kept = [...this.#kept];
    this.#isOwn = true;
    return this.#kept;
  }
}

function judgeAtOnce(
  kept: (KeptMachine | undefined)[],
  machines: readonly Machine[],
  sitting: Sitting,
  shown: ReadonlyMap<Machine, readonly Finding[]>,
): void {
  let left = AT_ONCE;
  for (const [at, machine] of machines.entries()) {
    if (left === 0) return;
    if (kept[at] !== undefined) continue;
    kept[at] = KeptMachine.judged(machine, sitting, shown.get(machine) ?? []);
    left -= 1;
  }
}
