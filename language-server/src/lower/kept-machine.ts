import type { AstNode } from 'langium';
import type { Machine } from '../../../core/runbook/runbook.ts';
import type * as ast from '../generated/ast.ts';
import { haveSameParts, isSame } from './is-same.ts';
import { completeMachine, type Inherited, machineHead, type Said, saidAgain, saidIn } from './lower-machines.ts';
import type { Lowering } from './lowering.ts';

/** What of a block must be lowered again: all of it, or what its names stand for. */
export type Stale = 'text' | 'names' | 'nothing';

/** The settings of a machine, a group or the defaults, as they were read last. */
export class KeptSettings {
  #said: Said | undefined;

  get said(): Said | undefined {
    return this.#said;
  }

  /** Answers what they say. When only a name stands for something else, nothing else is read again. */
  settle(lowering: Lowering, settings: readonly AstNode[], stale: Stale): Said {
    const before = this.#said;
    if (before === undefined || stale === 'text') this.#said = saidIn(lowering, settings);
    else if (stale === 'names') this.#said = saidAgain(lowering, settings, before);
    return this.#said ?? before ?? { unresolved: [] };
  }

  /** Takes over what was read of the same settings before; answers whether they are the same. */
  takeOver(before: KeptSettings): boolean {
    if (before.#said === undefined || !isSame(before.#said, this.#said)) return false;
    this.#said = before.#said;
    return true;
  }
}

/** One machine as it was lowered last. */
export class KeptMachine extends KeptSettings {
  #inherited: Inherited | undefined;
  #made: readonly [Machine] | undefined;

  /** The machine, where neither its names nor what it inherits are others; `stale` says of its names. */
  current(stale: Stale, inherited: Inherited): readonly [Machine] | undefined {
    return stale === 'nothing' && this.#inherited !== undefined && inheritsSame(this.#inherited, inherited)
      ? this.#made
      : undefined;
  }

  /** The machine; the same object as before where it says the same. */
  make(lowering: Lowering, node: ast.Vm | ast.Member, stale: Stale, inherited: Inherited): readonly [Machine] {
    const own = this.settle(lowering, node.settings, stale);
    this.#inherited = inherited;
    // Where it stands and what it is called follows from its own text, and that is what it was.
    const head = this.#made?.[0] ?? machineHead(lowering, node);
    const machine = completeMachine(head, own, inherited);
    if (this.#made !== undefined && haveSameParts(this.#made[0], machine)) return this.#made;
    this.#made = [machine];
    return this.#made;
  }
}

/** Whether two say the same of what machines inherit. */
export function inheritsSame(one: Inherited, other: Inherited): boolean {
  return (
    one === other ||
    (one.group === other.group &&
      one.shared === other.shared &&
      one.usual === other.usual &&
      one.architecture === other.architecture &&
      one.judgedBy === other.judgedBy)
  );
}
