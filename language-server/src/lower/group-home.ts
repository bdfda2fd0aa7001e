import type { Machine } from '../../../core/runbook/runbook.ts';
import { stretchBetween, withStretch } from '../../../core/stretch.ts';
import type { KeptGroup, KeptMember } from './kept-group.ts';
import { inheritsSame } from './kept-machine.ts';
import type { Inherited } from './lower-machines.ts';

/** The machines of a member: one, or none while it has no name. */
type Settle = (member: KeptMember) => readonly Machine[];

/** More members than these are not worth looking for one by one. */
const FEW = 24;

/**
 * Where the members of a group are at home, while the group is typed again and again around them. A group may have ten
 * thousand members, so what was made of them is kept here, and an edit costs the members that it touched.
 */
export class GroupHome {
  /** The group as it stands now. */
  group: KeptGroup;
  /** Members of whose names one stands for something else. */
  readonly #waiting = new Set<KeptMember>();
  #members: readonly KeptMember[] = [];
  #machines: readonly Machine[] = [];
  #inherited: Inherited | undefined;

  constructor(group: KeptGroup) {
    this.group = group;
  }

  wait(member: KeptMember): void {
    this.#waiting.add(member);
  }

  /** The machines of the members in their order; the same list where all are the same. */
  machinesOf(members: readonly KeptMember[], inherited: Inherited, settle: Settle): readonly Machine[] {
    const isInherited = this.#inherited !== undefined && inheritsSame(this.#inherited, inherited);
    const machines = (isInherited ? this.#exchanged(members, settle) : undefined) ?? this.#all(members, settle);
    this.#members = members;
    this.#machines = machines;
    this.#inherited = inherited;
    this.#waiting.clear();
    return machines;
  }

  /** The list with other machines where members came, or names stand for something else; undefined where that takes longer. */
  #exchanged(members: readonly KeptMember[], settle: Settle): readonly Machine[] | undefined {
    if (this.#machines.length !== this.#members.length) return undefined;
    const { from, gone, came } = stretchBetween(this.#members, members);
    if (came + this.#waiting.size > FEW) return undefined;
    const entering = members.slice(from, from + came).flatMap(settle);
    if (entering.length !== came) return undefined;
    let machines = exchangedAt(this.#machines, from, gone, entering);
    for (const member of this.#waiting) {
      const at = members.indexOf(member);
      if (at >= 0) machines = exchangedAt(machines, at, 1, settle(member));
    }
    return machines;
  }

  #all(members: readonly KeptMember[], settle: Settle): readonly Machine[] {
    const machines: Machine[] = [];
    for (const member of members) for (const machine of settle(member)) machines.push(machine);
    return machines;
  }
}

function exchangedAt(list: readonly Machine[], from: number, gone: number, came: readonly Machine[]) {
  const isSame = gone === came.length && came.every((machine, at) => list[from + at] === machine);
  return isSame ? list : withStretch(list, from, gone, came);
}
