import type { FaultEffect } from '../faults.ts';
import type { Instant } from '../virtual-clock.ts';

/** One request, read and routed. */
export interface Call {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined when there was none. */
  readonly body: unknown;
  /** When it arrived, in simulated time. */
  readonly at: Instant;
  /** `x-ms-client-request-id` of the request, or one made up as ARM does. */
  readonly clientRequestId: string;
  readonly correlationId: string;
  /** Which request of this operation for this machine it is, from 1. */
  readonly attempt: number;
  /** The fault that strikes it, as far as its handler must know. */
  readonly effect: FaultEffect | undefined;
  /** The parts of the path that the route names. */
  readonly path: Readonly<Record<string, string>>;
}

/** A property of a body that came from outside, or undefined. */
export function field(body: unknown, ...names: readonly string[]): unknown {
  let value = body;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** As `field`, for text: empty text counts as absent, as the service treats it. */
export function textField(body: unknown, ...names: readonly string[]): string | undefined {
  const value = field(body, ...names);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
