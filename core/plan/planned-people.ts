import type { Person } from '../runbook/runbook.ts';
import type { Located } from '../runbook/source.ts';

/** People as a plan names them, for gates and for the review of the plan itself. */
export function plannedPeople(people: readonly Located<Person>[]) {
  return people.map(({ value: { name, fullName, email } }) => ({
    name,
    ...(fullName === undefined ? {} : { fullName }),
    ...(email === undefined ? {} : { email }),
  }));
}
