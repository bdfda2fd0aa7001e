import { FailbackError } from '../../core/failback-error.ts';
import { CLASSIC_IS_RETIRED, needsRetiredWord } from '../../core/plan/classic-is-retired.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { findPassword, passwordVariable } from '../../executor/vsphere/find-password.ts';
import type { RunBasis } from './new-run.ts';

/** A live run of a classic plan wants the word of whoever starts it, besides the accepted FB001. */
export function refuseRetired({ plan }: Pick<RunBasis, 'plan'>, knowsIt: boolean): void {
  if (knowsIt || !needsRetiredWord(plan)) return;
  throw new FailbackError(
    'refused-classic-is-retired',
    `A live run of '${plan.runbook.name}' is refused, for it is a classic plan. ${CLASSIC_IS_RETIRED}`,
    `If you know that the service still performs them for your vault, say so:\n  failback run ${plan.runbook.file} --classic-is-retired\nor rehearse it:\n  failback run ${plan.runbook.file} --simulate`,
  );
}

/** Better now than in the middle of the night: the passwords of the machines that the run makes must be at hand. */
export async function refuseWithoutPasswords(plan: Plan, env: NodeJS.ProcessEnv): Promise<void> {
  const missing: string[] = [];
  for (const owner of administratorsOf(plan))
    if ((await findPassword(owner, env)) === undefined) missing.push(passwordVariable(owner.name));
  if (missing.length === 0) return;
  throw new FailbackError(
    'password-missing',
    `The run makes process servers, and nobody gave the passwords of their administrators: ${missing.join(', ')}. No file may hold them.`,
    `Keep them in the keyring of this system, or set them where the run is started:\n  ${missing.map((name) => `${name}=…`).join(' ')} failback run ${plan.runbook.file}`,
  );
}

function administratorsOf({ steps }: Plan): readonly { readonly name: string; readonly account: string }[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'process-server') return [];
    return step.calls.flatMap(({ operation, body, resourceId }) => {
      if (operation !== 'create-process-server' || resourceId === null) return [];
      return [{ name: resourceId.slice(resourceId.lastIndexOf('/') + 1), account: administratorIn(body) }];
    });
  });
}

function administratorIn(body: unknown): string {
  const { properties } = body as { readonly properties?: { readonly osProfile?: { readonly adminUsername?: string } } };
  return properties?.osProfile?.adminUsername ?? '';
}
