import type { KeptAssessment } from '../../../../core/rules/kept-assessment.ts';
import type { KeptMachine } from '../../../../core/rules/kept-machine.ts';
import { compareStarts } from '../../../../core/runbook/source.ts';
import { stretchBetween } from '../../../../core/stretch.ts';

type Machines = KeptAssessment['machines'];

/** Where one machine in so many has something to say, all are looked at: sorting those that do would take longer. */
const FEW = 16;

/** The machines of an assessment that anything is to be said of, in their order; mostly a handful of ten thousand. */
export class Speaking {
  readonly #speaking = new Set<KeptMachine>();
  #machines: Machines = [];

  among(machines: Machines): Iterable<KeptMachine | undefined> {
    const { from, gone, came } = stretchBetween(this.#machines, machines);
    for (let at = from; at < from + gone; at++) {
      const machine = this.#machines[at];
      if (machine !== undefined) this.#speaking.delete(machine);
    }
    for (let at = from; at < from + came; at++) {
      const machine = machines[at];
      if (machine !== undefined && speaks(machine)) this.#speaking.add(machine);
    }
    this.#machines = machines;
    return this.#speaking.size * FEW > machines.length ? machines : [...this.#speaking].sort(byPlace);
  }
}

function speaks({ findingCount, about }: KeptMachine): boolean {
  return findingCount + about.length > 0;
}

function byPlace({ subject: { machine: one } }: KeptMachine, { subject: { machine: other } }: KeptMachine): number {
  return compareStarts(one.block, other.block);
}
