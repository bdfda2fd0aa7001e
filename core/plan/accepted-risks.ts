import type { Assessment } from '../rules/assessment.ts';
import type { Acceptance, Runbook } from '../runbook/runbook.ts';
import type { Plan } from './plan.ts';

/** Findings that somebody accepted, with who did and until when. */
export function acceptedRisks(runbook: Runbook, { findings }: Assessment): Plan['accepted'] {
  return findings
    .filter(({ standing }) => standing === 'accepted')
    .map(({ code, subject, title, acceptedBecause }) => {
      const acceptance = acceptanceOf(runbook, code, subject);
      return {
        code,
        subject,
        title,
        because: acceptedBecause ?? acceptance?.because ?? '',
        by: acceptance?.by?.value.name ?? null,
        until: acceptance?.until?.value ?? null,
      };
    });
}

function acceptanceOf({ accepted }: Runbook, code: string, subject: string): Acceptance | undefined {
  const sameRule = accepted.filter(({ rule }) => rule.value === code);
  return (
    sameRule.find(({ machines }) => machines.some(({ value }) => value.name === subject)) ??
    sameRule.find(({ machines }) => machines.length === 0)
  );
}
