import type { Plan, PlanStep } from '../plan/plan.ts';
import { indexOf } from './plan-index.ts';
import type { RunState } from './state.ts';

/**
 * Where a machine stands in the world, as sentences with what to do next: for one that a run leaves on its way. By what the
 * service accepted, not by what was planned.
 */
export function whereItStands(plan: Plan, state: RunState, machine: string): string {
  const steps = new Map((indexOf(plan).stepsOfMachine.get(machine) ?? []).map((step) => [step.kind, step]));
  const status = (kind: PlanStep['kind']) => state.steps.get(steps.get(kind)?.id ?? '')?.status;
  const accepted = (kind: PlanStep['kind']) => state.steps.get(steps.get(kind)?.id ?? '')?.acceptedBy !== undefined;
  const done = (kind: PlanStep['kind']) => status(kind) === 'done';
  if (done('home')) return 'It is home.';
  if (accepted('protect') && status('protect') !== 'failed')
    return 'It runs on the site and is being protected to Azure: look in the vault until it is.';
  if (done('commit')) return 'It runs on the site, committed, and nothing protects it: protect it to Azure again.';
  if (accepted('commit') && status('commit') !== 'failed')
    return 'It runs on the site, and its commit was accepted: look at its job in the vault, then protect it again.';
  if (done('failover'))
    return plan.architecture === 'modernized'
      ? 'It is failed over to the site and not committed, and replicates nowhere: commit it, or cancel its failover, which discards what was written on-premises.'
      : 'It is failed over to the site and not committed, and replicates nowhere: commit it, for a classic failover cannot be cancelled.';
  if (accepted('failover') && status('failover') !== 'failed')
    return 'Its failover was accepted: look at its job in the vault, and see which of the two machines runs.';
  if (accepted('reprotect') && status('reprotect') !== 'failed')
    return done('replicate') || plan.part === 'from-cutover'
      ? 'It runs in Azure, replicates to the site and is ready to fail back: a new run can go on from there.'
      : 'It runs in Azure and replicates to the site: a new run can go on from there.';
  if (plan.part === 'from-cutover') return 'It runs in Azure and replicates to the site, as before this run.';
  return 'It runs in Azure, as before this run.';
}

/** Machines that a run leaves on their way, with the same words together. */
export function leftOnTheWay(
  plan: Plan,
  state: RunState,
): readonly { readonly words: string; readonly machines: readonly string[] }[] {
  const groups = Map.groupBy(plan.machines, ({ name }) => whereItStands(plan, state, name));
  groups.delete('It is home.');
  return [...groups].map(([words, machines]) => ({ words, machines: machines.map(({ name }) => name) }));
}
