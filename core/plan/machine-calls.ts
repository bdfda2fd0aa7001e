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

/**
 * Bodies name appliances, datastores and policies, never machines, so most machines send what another one sends. Each body
 * is kept once; that spares a large plan most of its memory and of its hashing.
 */
export class Bodies {
  readonly #known = new Map<unknown, Map<string, ArmCall['body']>>();

  /** The body for these details, made where it is not known yet. */
  of<D extends object>(make: (details: D) => ArmCall['body'], details: D): ArmCall['body'] {
    const alike = this.#known.get(make) ?? new Map<string, ArmCall['body']>();
    this.#known.set(make, alike);
    const key = Object.values(details)
      .map((value) => (value === undefined ? '' : JSON.stringify(value)))
      .join();
    const known = alike.get(key);
    if (known !== undefined) return known;
    const body = make(details);
    alike.set(key, body);
    return body;
  }
}
