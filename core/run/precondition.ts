import type { ArmCall } from '../plan/plan.ts';
import type { ItemFacts } from './item-facts.ts';

/** What must still be true of an item just before a call that changes it. */
export type Requirement = NonNullable<ArmCall['requires']>;

/** Facts older than this do not vouch for a call. */
export const FACTS_MAY_BE_OLD = 60;

/** Why the call may not be made on these facts, as a sentence; undefined when it may. */
export function unmetPrecondition(requires: Requirement, item: ItemFacts): string | undefined {
  if (item.instanceType.toLowerCase() !== requires.instanceType.toLowerCase())
    return `'${item.friendlyName}' is protected by '${item.instanceType}', and this call is for '${requires.instanceType}'.`;
  const allowed = item.allowedOperations.some((verb) => verb.toLowerCase() === requires.allowedOperation.toLowerCase());
  if (allowed) return undefined;
  const others = item.allowedOperations.length === 0 ? 'nothing' : item.allowedOperations.join(', ');
  return `Site Recovery does not allow '${requires.allowedOperation}' on '${item.friendlyName}' at present (state '${item.protectionState}'); it allows ${others}.`;
}

/**
 * Time that a precondition may take to come true before it counts as a failure: after a failover the agent registers
 * within a quarter of an hour, and lists lag behind.
 * @source vmware-azure-reprotect: "It can take up to 15 minutes"
 */
export const PRECONDITION_GRACE = 15 * 60;
