import type { Plan, PlanStep } from '../plan/plan.ts';

type DeleteOld = PlanStep & { readonly kind: 'delete-old' };

/** What a person does by hand and then confirms: in a rehearsal the simulated estate does the same. */
export interface DeedByHand {
  readonly kind: 'delete-site-machine' | 'register-process-server';
  /** Of the machine on the site, or of the process server in Azure. */
  readonly name: string;
}

/** The deed that is confirmed by saying that a step is done; undefined where nothing changes in the estate by it. */
export function deedOf(plan: Plan, step: PlanStep): DeedByHand | undefined {
  if (step.kind === 'delete-old')
    return { kind: 'delete-site-machine', name: partsOf(step.call.body).name ?? step.machine ?? '' };
  if (step.kind !== 'ask') return undefined;
  // Whoever waits for a server to show up waits for the person who registers it.
  const awaited = plan.steps.find((other) => other.kind === 'registered' && other.waitsFor.includes(step.id));
  return awaited?.kind === 'registered' ? { kind: 'register-process-server', name: awaited.server } : undefined;
}

/**
 * What a person is asked to do where the old machine goes first. It stays a person's step: see
 * docs/decisions/0004-old-machines-are-deleted-by-people.md.
 */
export function askToDelete(step: DeleteOld): string {
  const { resourceId, body } = step.call;
  const { name, vcenter, host } = partsOf(body);
  const which = `'${name ?? step.machine}'${resourceId === null ? '' : ` (UUID ${resourceId})`}`;
  const where = vcenter ?? host;
  return [
    `Delete the old machine of '${step.machine}' in vSphere, from disk: ${which}${where === undefined ? '' : ` on '${where}'`}.`,
    `Look at its UUID first, for another machine may have its name. The new machine takes its name on the master target's host, and as long as the old one stands there the reprotect fails (78052).`,
    'There is no way back: what was on it and was never replicated to Azure is lost. Failback does not do it itself.',
    `When it is gone, say so:\n  failback done RUN ${step.id}\nIf it is to stay, leave the machine out:\n  failback skip RUN ${step.id} --because "…"`,
  ].join(' ');
}

function partsOf(body: DeleteOld['call']['body']): {
  readonly name?: string;
  readonly vcenter?: string;
  readonly host?: string;
} {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return {};
  const text = (key: string) => (typeof body[key] === 'string' ? { [key]: body[key] } : {});
  return { ...text('name'), ...text('vcenter'), ...text('host') };
}
