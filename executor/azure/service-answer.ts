import { FailbackError } from '../../core/failback-error.ts';
import type { CallOutcome } from '../effects.ts';

/** What an error of the SDK says, in plain terms. */
export interface ServiceAnswer {
  readonly status: number | undefined;
  readonly code: string;
  readonly message: string;
  readonly retryAfter: number | undefined;
  readonly signIn: boolean;
}

/** Reads any error that the SDKs, the identity library or the network throw. */
export function readAnswer(error: unknown): ServiceAnswer {
  const seen = error as {
    readonly name?: string;
    readonly message?: string;
    readonly code?: string;
    readonly statusCode?: number;
    readonly response?: {
      readonly bodyAsText?: string | null;
      readonly headers?: { get(name: string): string | undefined };
    };
  };
  const body = errorBody(seen.response?.bodyAsText);
  const status = seen.statusCode;
  return {
    status,
    code: body?.code ?? seen.code ?? seen.name ?? 'unknown',
    message: body?.message ?? seen.message ?? String(error),
    retryAfter: retryAfterOf(seen.response?.headers),
    signIn: status === 401 || /Authentication|CredentialUnavailable/i.test(seen.name ?? ''),
  };
}

/** What a failed mutating call comes to. Only an answer that says no before anything was done counts as not taken. */
export function outcomeOf(error: unknown, what: string): CallOutcome {
  const answer = readAnswer(error);
  if (answer.signIn)
    return {
      kind: 'refused',
      status: 401,
      message: 'Azure wants a new sign-in.',
      retryAfter: undefined,
      signIn: true,
    };
  if (answer.status === 429)
    return {
      kind: 'refused',
      status: 429,
      message: `Azure refused ${what} for now: too many requests (429).`,
      retryAfter: answer.retryAfter,
      signIn: false,
    };
  if (answer.status === 400 || answer.status === 403 || answer.status === 404) return rejected(answer, what);
  if (error instanceof FailbackError)
    return { kind: 'rejected', code: error.code, message: error.message, remedy: error.remedy };
  const why = answer.status === undefined ? answer.message : `status ${answer.status} (${answer.code})`;
  return { kind: 'unknown', message: `Nobody knows whether Azure took ${what}: ${why}.` };
}

/** A reading serves runs, which watch, and captures, which look once. */
const ASKED_AGAIN = 'A run asks again by itself; start anything else again in a moment.';

/** A failed reading, as the sentence a person should hear. */
export function readingFailed(error: unknown, what: string): FailbackError {
  if (error instanceof FailbackError) return error;
  const answer = readAnswer(error);
  const said = `${answer.message} (${answer.status ?? answer.code})`;
  const fail = (code: string, message: string, remedy: string) =>
    new FailbackError(code, message, remedy, { cause: error });
  if (answer.signIn)
    return fail(
      'needs-sign-in',
      `Azure wants a new sign-in before it shows ${what}.`,
      'Sign in where this is executed:\n  az login\nA run goes on by itself; anything else wants to be started again.',
    );
  if (answer.status === 403)
    return fail(
      'azure-forbidden',
      `Azure does not let this account read ${what}: ${said}`,
      "Ask for the role 'Site Recovery Reader' or more on the vault.",
    );
  if (answer.status === 404)
    return fail(
      'azure-not-found',
      `Azure has no ${what}: ${said}`,
      'See whether it was moved, renamed or removed, and capture the inventory anew.',
    );
  if (answer.status === 429) return fail('azure-throttled', `Azure puts off ${what}: too many requests.`, ASKED_AGAIN);
  if (answer.status === undefined)
    return fail(
      'azure-unreachable',
      `Azure could not be reached for ${what}: ${answer.message}`,
      `See to the network or the proxy. ${ASKED_AGAIN}`,
    );
  return fail('azure-failed', `Azure failed to show ${what}: ${said}`, ASKED_AGAIN);
}

function rejected(answer: ServiceAnswer, what: string): CallOutcome {
  const remedies: Readonly<Record<number, string>> = {
    400: 'The request does not fit the item as it is now. Look at the item in the vault, mend the cause, and retry.',
    403: "Ask for the role 'Site Recovery Operator' or 'Contributor' on the vault and on the target's resource group, and retry.",
    404: 'See whether the item was removed or its protection disabled. If it has another id now, capture and plan anew.',
  };
  return {
    kind: 'rejected',
    code: answer.code,
    message: `Azure rejected ${what}: ${answer.message} (${answer.status}).`,
    remedy: remedies[answer.status ?? 400] ?? '',
  };
}

function errorBody(text: string | null | undefined): { readonly code?: string; readonly message?: string } | undefined {
  if (!text) return undefined;
  try {
    const body = JSON.parse(text) as { readonly error?: { readonly code?: string; readonly message?: string } };
    return body.error ?? (body as { readonly code?: string; readonly message?: string });
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds. It may name a moment: that is one of the service's clock, so the answer's own `Date` is what it counts from. */
export function retryAfterOf(headers: { get(name: string): string | undefined } | undefined): number | undefined {
  const told = headers?.get('retry-after');
  if (told === undefined || told.trim() === '') return undefined;
  const count = Number(told);
  if (Number.isFinite(count)) return Math.max(0, count);
  const seconds = (Date.parse(told) - Date.parse(headers?.get('date') ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
