import { catalogue } from './catalogue.ts';
import type { RuleCode } from './verdict.ts';

/** What is known of an error code of the service: what it means, and the rules that look for its cause beforehand. */
export interface ServiceError {
  readonly code: string;
  readonly meaning: string;
  readonly rules: readonly RuleCode[];
}

/**
 * Codes that articles and recordings name. Of most of them no rule is known; then the service's own message, causes and
 * recommended action are all there is to tell. Codes that only folklore names are left out.
 */
const meanings: ReadonlyMap<string, string> = new Map([
  ['95226', 'Reprotect failed: the machine in Azure does not reach the site, or its agent does not run.'],
  ['78052', 'Protection could not be completed: a machine of the same name exists on the host already.'],
  ['78093', 'The machine does not run, hangs or cannot be reached.'],
  ['8061', 'The datastore cannot be accessed from the ESXi host.'],
  ['8038', 'The machine could not be started on the site: the host has not enough memory.'],
  ['78253', 'Protection could not be enabled: the mapping of the replication policy is not valid.'],
  ['310056', 'Enabling the replication failed.'],
  ['531006', 'There is no recent application-consistent recovery point.'],
  ['548004', 'The health of the replication is being computed anew after the machine was started.'],
  ['161011', 'No test failover has succeeded yet.'],
  ['170010', 'The failover failed: the machine does not comply.'],
]);

/** What is known of a code that the service reported; undefined when nothing is. */
export function serviceError(code: string): ServiceError | undefined {
  const meaning = meanings.get(code);
  if (meaning === undefined) return undefined;
  const rules = catalogue.filter(({ serviceErrors }) => serviceErrors.includes(code)).map((rule) => rule.code);
  return { code, meaning, rules };
}
