import type { Machine, Runbook } from '../runbook/runbook.ts';
import { AnchoredRange, type SourceRange } from '../runbook/source.ts';
import { stretchBetween } from '../stretch.ts';

/** What a machine says of itself; where it says so is no part of it. */
export type MachineField = Exclude<keyof Machine, 'at' | 'block'>;

/** Any rule about the whole run may look at who the machines are and which way they come home. */
const ALWAYS_READ: readonly MachineField[] = ['name', 'item', 'via', 'processServer'];

/** How one state of a run differs from another, where they differ in what some machines say and in nothing else. */
export interface RunChange {
  /** Machines that were written anew, by what stood in their place. */
  readonly replaced: ReadonlyMap<Machine, Machine>;
  /** In what any of them differs. */
  readonly fields: ReadonlySet<MachineField>;
}

/** More machines than these are not compared: an edit that touches as many touches whatever all of them share. */
const FEW = 200;

/**
 * Undefined: they differ in more than in what some machines say. Both are whole: a wave, app or step that names a machine
 * holds the one of the list.
 */
export function runChange(before: Runbook, after: Runbook): RunChange | undefined {
  const replaced = replacedMachines(before.machines, after.machines);
  if (replaced === undefined) return undefined;
  const parts = Object.keys(after).filter((part) => part !== 'machines') as readonly (keyof Runbook)[];
  if (!parts.every((part) => isSame(before[part], after[part], replaced))) return undefined;
  const fields = new Set<MachineField>();
  for (const [from, to] of replaced)
    for (const field of new Set([...Object.keys(from), ...Object.keys(to)]) as Set<keyof Machine>)
      if (field !== 'at' && field !== 'block' && !saysSame(from[field], to[field])) fields.add(field);
  return { replaced, fields };
}

/** Whether a place is one in the text of a machine. */
export function isPlaceIn(machine: Machine, at: SourceRange): boolean {
  const { block } = machine;
  if (at instanceof AnchoredRange && block instanceof AnchoredRange) return at.extent.anchor === block.extent.anchor;
  return at === machine.at || at === block || Object.values(machine).some((value) => holds(value, at));
}

/** Whether a verdict that rests on these fields stands after the change. */
export function leavesAlone({ fields }: RunChange, reads: readonly MachineField[]): boolean {
  return fields.size === 0 || ![...ALWAYS_READ, ...reads].some((field) => fields.has(field));
}

function replacedMachines(
  before: readonly Machine[],
  after: readonly Machine[],
): ReadonlyMap<Machine, Machine> | undefined {
  const { from, gone, came } = stretchBetween(before, after);
  if (gone !== came) return undefined;
  const replaced = new Map<Machine, Machine>();
  for (let at = from; at < from + gone; at += 1) {
    const [old, machine] = [before[at], after[at]];
    if (old === undefined || machine === undefined || replaced.size > FEW) return undefined;
    if (old !== machine) replaced.set(old, machine);
  }
  return replaced;
}

/** Whether two parts of a runbook say the same at the same places, once each machine stands for the one it replaced. */
function isSame(one: unknown, other: unknown, replaced: ReadonlyMap<unknown, unknown>): boolean {
  if (replaced.has(one)) return replaced.get(one) === other;
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other)) return false;
  if (one instanceof AnchoredRange) return other instanceof AnchoredRange && one.isSame(other);
  if (other instanceof AnchoredRange) return false;
  return alike(one, other, (part, counterpart) => isSame(part, counterpart, replaced));
}

/** Whether two parts of a machine say the same, wherever they stand; declared things are compared as objects. */
function saysSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || 'documentation' in one) return false;
  return alike(one, other, saysSame, 'at');
}

function alike(
  one: object,
  other: object,
  same: (part: unknown, counterpart: unknown) => boolean,
  apart?: string,
): boolean {
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((part, index) => same(part, other[index]))
    );
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) => key === apart || (key in other && same(one[key as keyof typeof one], other[key as keyof typeof other])),
    )
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function holds(value: unknown, at: SourceRange): boolean {
  if (value === at) return true;
  if (!isObject(value) || 'documentation' in value) return false;
  return Object.values(value).some((part) => holds(part, at));
}
