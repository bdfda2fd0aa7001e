import type { FailbackError } from '../../core/failback-error.ts';
import type { CallOutcome } from '../effects.ts';
import { coolDown, type RunContext } from './run-context.ts';

/** Seconds between two looks before a vault counts as gone: one 404 may be the service's mistake. */
const LOOK_AGAIN = 60;

/** Code of the failure that says that the vault itself is not there. */
export const VAULT_GONE = 'azure-vault-gone';

/**
 * The vault was not found. The second time the run halts: it asks nothing any more, and no machine fails for what is wrong
 * with all of them. A person resumes it.
 */
export async function vaultNotFound(context: RunContext, { message, remedy }: FailbackError): Promise<void> {
  const since = coolDown(context, VAULT_GONE, LOOK_AGAIN);
  if (context.journal.state.halted || context.now().getTime() - since.getTime() < LOOK_AGAIN * 1000) return;
  context.cooling.delete(VAULT_GONE);
  const { runId } = context.journal.state;
  const told = `${message} So the run asks nothing any more; jobs that Azure took go on there. ${remedy}\n  failback resume ${runId}`;
  await context.journal.record([{ kind: 'halted', message: told }], { sync: true });
}

/** What a call for one item comes to that was not found: nothing against its machine, where the whole vault is missing. */
export async function asVaultStands(context: RunContext, outcome: CallOutcome): Promise<CallOutcome> {
  if (outcome.kind !== 'rejected' || !/NotFound$/i.test(outcome.code)) return outcome;
  try {
    await context.board.refresh(0);
    return outcome;
  } catch (error) {
    if ((error as FailbackError).code !== VAULT_GONE) return outcome;
    return { kind: 'refused', status: 404, message: (error as Error).message, retryAfter: LOOK_AGAIN, signIn: false };
  }
}
