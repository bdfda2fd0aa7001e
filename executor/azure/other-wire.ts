import { createHttpHeaders, type HttpClient, RestError } from '@azure/core-rest-pipeline';

/** A request on its way to ARM; header names in lower case. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Stands where the network would be: an estate in the same process. Undefined: the connection broke without an answer. */
export type OtherWire = (request: WireRequest) => WireAnswer | undefined;

/** An HTTP client over another wire. Everything above it, the SDKs among it, is as in production. */
export function clientOver(wire: OtherWire): HttpClient {
  return {
    async sendRequest(request) {
      const { pathname, search } = new URL(request.url);
      const headers = Object.fromEntries([...request.headers].map(([name, value]) => [name.toLowerCase(), value]));
      const body = typeof request.body === 'string' ? request.body : undefined;
      const answer = wire({ method: request.method, url: `${pathname}${search}`, headers, body });
      if (answer === undefined) throw new RestError('socket hang up', { code: 'ECONNRESET', request });
      return { request, status: answer.status, headers: createHttpHeaders(answer.headers), bodyAsText: answer.text };
    },
  };
}
