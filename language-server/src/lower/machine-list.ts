import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import type { MachinesSetting } from '../generated/ast.ts';
import { type NameUsed, nameUsedAt } from './names-used.ts';
import { located, placeOf } from './places.ts';
import type { Reader, Reads } from './reads.ts';

/**
 * The machines that a `machines:` names; a group stands for its members, a machine named twice counts once. A list may
 * name ten thousand, so a machine that changed is exchanged in it, and nothing is looked up again.
 */
export class MachineList implements Reader {
  readonly used: readonly NameUsed[];
  readonly #owner: Reader & { listChanged(): void };
  #machines: readonly Located<Machine>[] = [];
  /** What each name stood for when the list was made. */
  #stoodFor: readonly unknown[] = [];
  /** Whether each name gave exactly one machine, so that the list is parallel to the names. */
  #isParallel = false;
  #isStale = true;

  constructor(setting: MachinesSetting, reads: Reads, owner: Reader & { listChanged(): void }) {
    this.#owner = owner;
    this.used = setting.values.flatMap((reference) => nameUsedAt(reference, reads, this) ?? []);
  }

  readChanged(): void {
    this.#isStale = true;
    this.#owner.listChanged();
  }

  clueChanged(): void {
    this.#owner.clueChanged();
  }

  get machines(): readonly Located<Machine>[] {
    if (this.#isStale) {
      const stands = this.used.map(({ read }) => read.value);
      this.#machines = this.#exchanged(stands) ?? this.#listed(stands);
      this.#stoodFor = stands;
      this.#isParallel = this.#machines.length === stands.length && stands.every(isOne);
      this.#isStale = false;
    }
    return this.#machines;
  }

  /** The list with other machines under the same names; undefined when more than that changed. */
  #exchanged(stands: readonly unknown[]): readonly Located<Machine>[] | undefined {
    if (!this.#isParallel || stands.length !== this.#stoodFor.length) return undefined;
    const changed: number[] = [];
    for (let index = 0; index < stands.length; index++)
      if (stands[index] !== this.#stoodFor[index]) changed.push(index);
    if (changed.length > FEW) return undefined;
    const machines = [...this.#machines];
    for (const index of changed) {
      const [value, other] = (stands[index] ?? []) as readonly Machine[];
      const at = machines[index]?.at;
      // A machine that stands here already, under the name of its group, counts once.
      if (value === undefined || other !== undefined || at === undefined || has(machines, value)) return undefined;
      machines[index] = located(value, at);
    }
    return machines;
  }

  #listed(stands: readonly unknown[]): readonly Located<Machine>[] {
    const found = new Map<Machine, Located<Machine>>();
    this.used.forEach(({ node }, index) => {
      for (const machine of (stands[index] as readonly Machine[] | undefined) ?? [])
        if (!found.has(machine)) found.set(machine, located(machine, placeOf(node)));
    });
    return [...found.values()];
  }
}

/** More than these are not worth looking for one by one. */
const FEW = 8;

function has(machines: readonly Located<Machine>[], machine: Machine): boolean {
  for (const { value } of machines) if (value === machine) return true;
  return false;
}

function isOne(value: unknown): value is readonly [Machine] {
  return Array.isArray(value) && value.length === 1;
}
