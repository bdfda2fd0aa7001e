import type { World } from '../inventory/world.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { MissingIds } from './missing-ids.ts';
import type { ArmCall } from './plan.ts';
import type { VaultIds } from './vault-ids.ts';

/** The four calls that bring one machine home. */
export interface MachineCalls {
  readonly reprotect: ArmCall;
  readonly failover: ArmCall;
  readonly commit: ArmCall;
  readonly protect: ArmCall;
}

/** What writing calls needs to know. */
export interface CallContext {
  readonly runbook: Runbook;
  readonly world: World | undefined;
  readonly ids: VaultIds;
  readonly missing: MissingIds;
  readonly bodies: Bodies;
}

/** A body for what was gone through so far, and the ways on by the next detail. */
interface Known {
  body: ArmCall['body'];
  readonly next: Map<unknown, Known>;
}

/**
 * Bodies name appliances, datastores and policies, never machines, so most machines send what another one sends. Each body
 * is kept once; that spares a large plan most of its memory and of its hashing.
 */
export class Bodies {
  readonly #known: Known = { body: null, next: new Map() };
  readonly #references = new Map<string, unknown>();

  /** One object for each name that bodies refer to, so that bodies with the same reference are the same body. */
  reference<R>(name: string, make: (name: string) => R): R {
    const known = this.#references.get(name) ?? make(name);
    this.#references.set(name, known);
    return known as R;
  }

  /** The body for these details, made where it is not known yet. Details are names and ids, compared one by one. */
  of<D extends object>(make: (details: D) => ArmCall['body'], details: D): ArmCall['body'] {
    let known = step(this.#known, make);
    for (const detail of Object.values(details)) known = step(known, detail);
    known.body ??= make(details);
    return known.body;
  }
}

function step({ next }: Known, detail: unknown): Known {
  const known = next.get(detail);
  if (known !== undefined) return known;
  const fresh: Known = { body: null, next: new Map() };
  next.set(detail, fresh);
  return fresh;
}
