import type { FullOperationResponse } from '@azure/core-client';
import type { CallOutcome } from '../effects.ts';
import { lastSegment } from './arm-id.ts';
import { outcomeOf } from './service-answer.ts';

export interface StartOptions {
  readonly requestOptions: { readonly customHeaders: Readonly<Record<string, string>> };
  readonly onResponse: (response: FullOperationResponse) => void;
  readonly abortSignal: AbortSignal;
}

/**
 * Starts a long-running operation with the SDK and leaves it there: the run watches the job itself, for days if need be.
 * `begin…` polls once before it returns; aborting its signal as soon as the answer to the call is in spares that request.
 */
export async function startOnce(
  requestId: string,
  what: string,
  begin: (options: StartOptions) => Promise<unknown>,
): Promise<CallOutcome> {
  const answered = new AbortController();
  let outcome: CallOutcome | undefined;
  const onResponse = (response: FullOperationResponse): void => {
    if (response.status >= 300) return;
    outcome ??= outcomeIn(response, what);
    answered.abort();
  };
  try {
    await begin({
      requestOptions: { customHeaders: { 'x-ms-client-request-id': requestId } },
      onResponse,
      abortSignal: answered.signal,
    });
  } catch (error) {
    // After the answer there is nothing left to fail but the poll that was cut off.
    return outcome ?? outcomeOf(error, what);
  }
  return outcome ?? { kind: 'unknown', message: `Nobody knows whether Azure took ${what}: the SDK told no answer.` };
}

/** Taken, but nobody said as which job: then it must be looked for, for without a job nobody sees the end. */
function outcomeIn(response: FullOperationResponse, what: string): CallOutcome {
  const jobId = jobIdOf(response);
  if (jobId !== undefined) return { kind: 'accepted', jobId };
  return { kind: 'unknown', message: `Azure answered ${what} with ${response.status} and did not name its job.` };
}

/**
 * The operation's id is the job's id.
 * @source recordings: `Location: …/operationresults/{jobId}`, `Azure-AsyncOperation: …/replicationOperationStatus/{jobId}`
 */
function jobIdOf(response: FullOperationResponse): string | undefined {
  const address = response.headers.get('location') ?? response.headers.get('azure-asyncoperation');
  return address === undefined ? undefined : lastSegment(new URL(address).pathname);
}
