/** What a handler answers; the server adds the headers that every answer has. */
export interface Answer {
  readonly status: number;
  /** A value to be written as JSON, or undefined for an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const page = (value: readonly unknown[], nextLink: string | null = null): Answer => ok({ value, nextLink });

/** An error as ARM answers it: `{ error: { code, message } }`. */
export function armError(status: number, code: string, message: string, headers?: Record<string, string>): Answer {
  const answer = { status, body: { error: { code, message } } };
  return headers === undefined ? answer : { ...answer, headers };
}

export const notFound = (what: string): Answer =>
  armError(404, 'ResourceNotFound', `The resource '${what}' could not be found.`);
