import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import { withStretch } from '../../../core/stretch.ts';
import { checkReference } from '../check/check-references.ts';
import type { MachinesSetting } from '../generated/ast.ts';
import { changeOf } from './change-of.ts';
import { type ReferenceNode, useName } from './names-used.ts';
import { located, placeOf } from './places.ts';
import type { ProblemList } from './problem-list.ts';
import type { Read, Reader, Reads } from './reads.ts';

/**
 * The machines that a `machines:` names; a group stands for its members, a machine named twice counts once. A list may
 * name ten thousand, so a machine that changed is exchanged in it, and nothing is looked up again.
 */
export class MachineList implements Reader {
  readonly #reads: Reads;
  /** The names of the list, and what each of them stands for. */
  readonly #nodes: readonly ReferenceNode[];
  readonly #used: readonly Read[];
  readonly #owner: Reader & { listChanged(): void };
  #machines: readonly Located<Machine>[] = [];
  /** What each name stood for when the list was made. */
  #stoodFor: readonly unknown[] = [];
  /** The machines of the list; known from the first time that one is exchanged. */
  #there: Set<Machine> | undefined;
  /** Whether each machine stands under one name only, so that those of a name stand side by side. */
  #isParallel = false;
  #isStale = true;

  constructor(setting: MachinesSetting, reads: Reads, owner: Reader & { listChanged(): void }) {
    this.#owner = owner;
    this.#reads = reads;
    const nodes: ReferenceNode[] = [];
    const used: Read[] = [];
    for (const node of setting.values) {
      const read = useName(node, reads, this);
      if (read === undefined) continue;
      nodes.push(node);
      used.push(read);
    }
    this.#nodes = nodes;
    this.#used = used;
  }

  readChanged(): void {
    this.#isStale = true;
    this.#owner.listChanged();
  }

  clueChanged(): void {
    this.#owner.clueChanged();
  }

  checkNames(problems: ProblemList): void {
    for (const node of this.#nodes) checkReference(node, this.#reads, problems);
  }

  /** Called when the text does not hold it any more. */
  forget(): void {
    for (const read of this.#used) this.#reads.drop(read, this);
  }

  get machines(): readonly Located<Machine>[] {
    if (this.#isStale) {
      const stands = this.#used.map(({ value }) => value);
      this.#machines = this.#exchanged(stands) ?? this.#listed(stands);
      this.#stoodFor = stands;
      this.#isParallel = this.#machines.length === stands.reduce<number>((sum, one) => sum + machinesOf(one).length, 0);
      this.#isStale = false;
    }
    return this.#machines;
  }

  /** The list with other machines under the same names; undefined when more than that changed. */
  #exchanged(stands: readonly unknown[]): readonly Located<Machine>[] | undefined {
    if (!this.#isParallel || stands.length !== this.#stoodFor.length) return undefined;
    let machines = this.#machines;
    let start = 0;
    let changes = 0;
    for (let index = 0; index < stands.length; index++) {
      const now = machinesOf(stands[index]);
      const node = this.#nodes[index];
      if (stands[index] !== this.#stoodFor[index] && node !== undefined) {
        const { from, gone, came } = changeOf(machinesOf(this.#stoodFor[index]), now);
        changes += 1 + gone.length + came.length;
        // A machine that stands here already, under the name of its group, counts once.
        if (changes > FEW || !this.#isExchanged(gone, came)) return undefined;
        const at = machines[start + from]?.at;
        const entered = came.map((machine) =>
          located(machine, gone.length > 0 && at !== undefined ? at : placeOf(node)),
        );
        machines = withStretch(machines, start + from, gone.length, entered);
      }
      start += now.length;
    }
    return machines;
  }

  /** Answers whether all that came is new to the list. */
  #isExchanged(gone: readonly Machine[], came: readonly Machine[]): boolean {
    this.#there ??= new Set(this.#machines.map(({ value }) => value));
    for (const machine of gone) this.#there.delete(machine);
    for (const machine of came) {
      if (this.#there.has(machine)) return false;
      this.#there.add(machine);
    }
    return true;
  }

  #listed(stands: readonly unknown[]): readonly Located<Machine>[] {
    this.#there = undefined;
    const found = new Map<Machine, Located<Machine>>();
    this.#nodes.forEach((node, index) => {
      for (const machine of machinesOf(stands[index]))
        if (!found.has(machine)) found.set(machine, located(machine, placeOf(node)));
    });
    return [...found.values()];
  }
}

/** More than these are not worth looking for one by one. */
const FEW = 24;

const NONE: readonly Machine[] = [];

function machinesOf(stands: unknown): readonly Machine[] {
  return (stands as readonly Machine[] | undefined) ?? NONE;
}
