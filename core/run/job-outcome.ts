import { serviceError } from '../rules/service-errors.ts';
import type { EventFailure } from './events.ts';
import type { JobFacts } from './item-facts.ts';

/** How a job stands, in the terms that the run decides by. */
export type JobOutcome =
  | { readonly kind: 'under-way' }
  /** It waits for a person in the portal. */
  | { readonly kind: 'suspended' }
  | { readonly kind: 'done'; readonly note: string; readonly warning: string | undefined }
  /** It calls itself a success and yet says that not all of it is: a person must look. */
  | { readonly kind: 'partly'; readonly note: string }
  | { readonly kind: 'failed'; readonly failure: EventFailure };

/**
 * Reads a job's end. "Succeeded" alone is not believed: a description of partial success is a question, and errors beside
 * a success are shown.
 * @source recordings: state Succeeded with stateDescription PartiallySucceeded; Succeeded with error 28175 (machine renamed)
 */
export function jobOutcome(job: JobFacts, step: string, isClassicFailover = false): JobOutcome {
  const state = job.state.toLowerCase();
  const description = (job.stateDescription ?? '').toLowerCase();
  if (state === 'suspended') return { kind: 'suspended' };
  if (state === 'failed' || state === 'cancelled')
    return { kind: 'failed', failure: failureOf(job, step, isClassicFailover) };
  if (state === 'succeeded' || state === 'completedwithinformation') {
    if (description === 'partiallysucceeded' || description === 'skipped')
      return { kind: 'partly', note: `The job says '${job.stateDescription}'. ${errorsOf(job)}`.trim() };
    const said = errorsOf(job);
    const informs = state === 'completedwithinformation' || description === 'completedwithinformation';
    const warning =
      said !== '' ? said : informs ? 'The job completed with information; see it in the vault.' : undefined;
    return { kind: 'done', note: 'Completed', warning };
  }
  if (state === 'partiallysucceeded' || state === 'skipped')
    return { kind: 'partly', note: `The job says '${job.state}'. ${errorsOf(job)}`.trim() };
  return { kind: 'under-way' };
}

/** @source vmware-azure-failback: there is no cancelling and trying again; the modernized service takes a failed one back */
const NOT_TAKEN_BACK =
  'The service does not take back a classic failover that failed: see which of the two machines runs, and never let both.';

/** The failure in the service's own words, with the rule that would have told it and what the person can do. */
function failureOf(job: JobFacts, step: string, isClassicFailover: boolean): EventFailure {
  const [first] = job.errors;
  const again = `  failback retry RUN ${step} --because "…"`;
  if (first === undefined)
    return {
      code: `job-${job.state.toLowerCase()}`,
      message: `Job '${job.id}' ended as ${job.state} and gave no reason.`,
      remedy: `${isClassicFailover ? `${NOT_TAKEN_BACK} ` : ''}Look at the job in the vault. When the cause is mended, take the step up again:\n${again}`,
    };
  const rule = serviceError(first.code)?.rules[0];
  const action = first.recommendedAction ?? 'Look at the job in the vault and mend the cause.';
  return {
    code: first.code,
    message: first.message,
    ...(first.possibleCauses === undefined ? {} : { possibleCauses: first.possibleCauses }),
    ...(first.recommendedAction === undefined ? {} : { recommendedAction: first.recommendedAction }),
    ...(rule === undefined ? {} : { rule }),
    remedy: `${isClassicFailover ? `${NOT_TAKEN_BACK}\n` : ''}${action}\nThen take the step up again:\n${again}`,
  };
}

function errorsOf(job: JobFacts): string {
  return job.errors.map(({ code, message }) => `${code}: ${message}`).join(' ');
}
