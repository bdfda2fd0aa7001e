import { FailbackError } from '../../core/failback-error.ts';

/** How long a forge may take to answer; a build waits no longer for a comment. */
const PATIENCE_MS = 30_000;

export interface ForgeAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One call to a forge's API. Answers that refuse are answers; only a forge that does not answer is a failure. */
export async function callForge(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<ForgeAnswer> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...headers,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parsed(text) };
  } catch (cause) {
    throw new FailbackError(
      'forge-unreachable',
      `The forge at '${new URL(url).host}' does not answer, so the review could not be written there.`,
      'Run the job again. The review itself is on standard output.',
      { cause },
    );
  }
}

/** @throws FailbackError for an answer that neither did it nor said that this token may not */
export function refused(forge: string, what: string, { status, body }: ForgeAnswer): FailbackError {
  const message = (body as { readonly message?: unknown } | undefined)?.message;
  return new FailbackError(
    'forge-refused',
    `${forge} answered ${status} when ${what}${typeof message === 'string' ? `: ${message}` : '.'}`,
    'Look at the rights of the token and at the state of the forge, and run the job again.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
