import type { Witness, Witnessed } from '../../simulator/recording-proxy.ts';

/** A request as the recording proxy saw it come. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly requestId: string | undefined;
  /** By the estate's clock, in milliseconds. */
  readonly at: number;
  /** Whether the platters had the intent of this request when it came. */
  readonly intended: boolean;
  /** Which process sent it: 0, and one more after each kill. */
  readonly life: number;
  status?: number;
}

/** Writes down every request, and looks at the disk at the moment at which one comes that changes something. */
export function takeNotes(
  notes: Seen[],
  life: number,
  now: () => number,
  journalOnPlatters: () => Buffer | undefined,
): Witness {
  const open = new Map<string, Seen>();
  return {
    asked({ method, url, headers, body }) {
      const requestId = header(headers['x-ms-client-request-id']);
      const intended = method === 'GET' || (requestId !== undefined && hasIntent(journalOnPlatters(), requestId));
      const seen: Seen = { method, url, body, requestId, at: now(), intended, life };
      notes.push(seen);
      if (requestId !== undefined) open.set(`${method} ${requestId}`, seen);
    },
    answered({ method, headers }: Witnessed, status) {
      const seen = open.get(`${method} ${header(headers['x-ms-client-request-id'])}`);
      if (seen !== undefined) seen.status = status;
    },
  };
}

function hasIntent(journal: Buffer | undefined, requestId: string): boolean {
  if (journal === undefined) return false;
  const at = journal.indexOf(`"requestId":"${requestId}"`);
  if (at === -1) return false;
  // The line counts once it is whole.
  return journal.indexOf(10, at) !== -1 && journal.lastIndexOf('"kind":"intent"', at) > journal.lastIndexOf(10, at);
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
