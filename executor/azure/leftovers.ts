import type { RunCall } from '../../core/run/action.ts';
import type { CallOutcome } from '../effects.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { outcomeOf } from './service-answer.ts';

const API: Readonly<Record<string, string>> = {
  'delete-network-interface': '2024-01-01',
  'delete-public-address': '2024-01-01',
  'delete-disk': '2024-03-02',
};

export function isLeftoverCall(call: RunCall): boolean {
  return call.operation in API;
}

/** Seconds until an address is looked at again whose interface is on its way out. */
const LOOK_AGAIN = 20;

/**
 * Deletes what a machine left behind in Azure, once nothing uses it any more. What is in use stays, and that is no
 * failure: somebody gave it a new purpose. Repeating a deletion does no harm, so a lost answer needs no search.
 */
export async function deleteLeftover(rest: ArmRest, call: RunCall, requestId: string): Promise<CallOutcome> {
  const id = call.resourceId ?? '';
  const apiVersion = API[call.operation] ?? '';
  const name = lastSegment(id);
  try {
    const found = (await rest.get(id, apiVersion)) as Leftover | undefined;
    if (found === undefined) return done(`'${name}' was gone already.`);
    const user = found.properties?.virtualMachine?.id ?? found.managedBy ?? undefined;
    if (user !== undefined) return done(`'${name}' stays, because '${lastSegment(user)}' uses it.`);
    const configuration = found.properties?.ipConfiguration?.id;
    if (configuration !== undefined) {
      const held = await heldBy(rest, configuration, apiVersion);
      if (held.kind === 'in-use') return done(`'${name}' stays, because '${held.by}' uses it.`);
      if (held.kind === 'going')
        return { kind: 'not-yet', message: `'${name}' goes once '${held.by}' is gone.`, retryAfter: LOOK_AGAIN };
    }
    await rest.delete(id, apiVersion, requestId);
    return done(`The deletion of '${name}' is accepted.`);
  } catch (error) {
    const outcome = outcomeOf(error, `the deletion of '${name}'`);
    return outcome.kind === 'unknown' ? later(outcome.message) : outcome;
  }
}

interface Leftover {
  readonly managedBy?: string;
  readonly properties?: {
    readonly virtualMachine?: { readonly id?: string };
    readonly ipConfiguration?: { readonly id?: string };
  };
}

type Hold = { readonly kind: 'free' } | { readonly kind: 'in-use' | 'going'; readonly by: string };

/** An interface without a machine is itself a leftover, and the address goes after it. */
async function heldBy(rest: ArmRest, configuration: string, apiVersion: string): Promise<Hold> {
  const id = configuration.replace(/\/ipConfigurations\/[^/]+$/i, '');
  const holder = (await rest.get(id, apiVersion)) as Leftover | undefined;
  if (holder === undefined) return { kind: 'free' };
  return { kind: holder.properties?.virtualMachine?.id === undefined ? 'going' : 'in-use', by: lastSegment(id) };
}

function later(message: string): CallOutcome {
  return { kind: 'refused', status: 0, message, retryAfter: LOOK_AGAIN, signIn: false };
}

function done(note: string): CallOutcome {
  return { kind: 'accepted', jobId: undefined, note };
}
