import type { RunCall } from '../../core/run/action.ts';
import type { CallOutcome } from '../effects.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import type { ArmSession } from './arm-session.ts';
import { outcomeOf } from './service-answer.ts';

const API: Readonly<Record<string, string>> = {
  'delete-network-interface': '2024-01-01',
  'delete-public-address': '2024-01-01',
  'delete-disk': '2024-03-02',
};

export function isLeftoverCall(call: RunCall): boolean {
  return call.operation in API;
}

const LOOKS = 20;
const PAUSE = 6;

/**
 * Deletes what a machine left behind in Azure, once nothing uses it any more. What is in use stays, and that is no
 * failure: somebody gave it a new purpose. Repeating a deletion does no harm, so a lost answer needs no search.
 */
export async function deleteLeftover(
  session: ArmSession,
  rest: ArmRest,
  call: RunCall,
  requestId: string,
): Promise<CallOutcome> {
  const id = call.resourceId ?? '';
  const apiVersion = API[call.operation] ?? '';
  const name = lastSegment(id);
  try {
    const found = await rest.get(id, apiVersion);
    if (found === undefined) return done(`'${name}' was gone already.`);
    const user = userOf(found);
    if (user !== undefined) return done(`'${name}' stays, because '${lastSegment(user)}' uses it.`);
    await rest.delete(id, apiVersion, requestId);
    for (let look = 0; look < LOOKS; look += 1) {
      if ((await rest.get(id, apiVersion)) === undefined) return done(`'${name}' is deleted.`);
      await session.clock.sleep(PAUSE, new AbortController().signal);
    }
    return done(`The deletion of '${name}' was accepted and goes on.`);
  } catch (error) {
    const outcome = outcomeOf(error, `the deletion of '${name}'`);
    if (outcome.kind !== 'unknown') return outcome;
    return { kind: 'refused', status: 0, message: outcome.message, retryAfter: undefined, signIn: false };
  }
}

function userOf(resource: unknown): string | undefined {
  const { properties, managedBy } = resource as {
    readonly managedBy?: string;
    readonly properties?: {
      readonly virtualMachine?: { readonly id?: string };
      readonly ipConfiguration?: { readonly id?: string };
    };
  };
  return properties?.virtualMachine?.id ?? properties?.ipConfiguration?.id ?? managedBy ?? undefined;
}

function done(note: string): CallOutcome {
  return { kind: 'accepted', jobId: undefined, note };
}
