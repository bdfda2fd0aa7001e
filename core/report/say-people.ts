import type { PlanStep } from '../plan/plan.ts';

type By = Extract<PlanStep, { readonly kind: 'approve' }>['by'];

/** Who may answer a gate: `dr-lead (Dana Vermeer)`, `all of dr-lead and erp-owner`, `any of …`. Null: nobody was named. */
export function sayPeople({ mode, people }: By): string | null {
  const names = people.map(({ name, fullName }) => (fullName === undefined ? name : `${name} (${fullName})`));
  if (names.length === 0) return null;
  if (names.length === 1) return names.join();
  const last = names.pop();
  return `${mode} of ${names.join(', ')} ${mode === 'all' ? 'and' : 'or'} ${last}`;
}
