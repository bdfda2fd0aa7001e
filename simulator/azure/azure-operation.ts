import type { Seconds } from '../../core/quantity.ts';
import { type Answer, notFound, ok } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';

/** Providers whose operations are polled at `…/locations/{location}/operations/{id}`. */
export type OperationProvider = 'Microsoft.Compute' | 'Microsoft.Network';

/** 202 for something that takes a while in Azure; `done` happens when it is over. */
export function acceptedOperation(
  estate: Estate,
  call: Call,
  provider: OperationProvider,
  location: string,
  done: (at: Instant) => void,
): Answer {
  return { status: 202, headers: begin(estate, call, provider, location, estate.knobs.azureOperationSeconds, done) };
}

/** 201 for something that is made: it is there at once, and ready when `done` happens. */
export function creating(
  estate: Estate,
  call: Call,
  made: {
    readonly provider: OperationProvider;
    readonly location: string;
    readonly seconds: Seconds;
    readonly body: () => unknown;
    readonly done: (at: Instant) => void;
  },
): Answer {
  const headers = begin(estate, call, made.provider, made.location, made.seconds, made.done);
  return { status: 201, headers, body: made.body() };
}

/** Begins an operation, and says where it is polled. */
function begin(
  estate: Estate,
  call: Call,
  provider: OperationProvider,
  location: string,
  seconds: Seconds,
  done: (at: Instant) => void,
): Record<string, string> {
  const { azure, chance, knobs } = estate;
  const id = chance.guid('azure-operation', call.method, call.url.split('?')[0] ?? '', call.attempt);
  const endsAt = call.at + 1000 * chance.around(seconds, knobs.jitter, 'azure', id);
  azure.operations.set(id, { id, startedAt: call.at, endsAt });
  estate.due.schedule(endsAt, id, () => done(endsAt));
  const version = call.query.get('api-version') ?? '';
  const base = `https://management.azure.com/subscriptions/${call.path.subscription}/providers/${provider}/locations/${location}`;
  return {
    'Azure-AsyncOperation': `${base}/operations/${id}?api-version=${version}`,
    Location: `${base}/operationResults/${id}?api-version=${version}`,
    ...retryAfter(estate),
  };
}

export function operationStatus(estate: Estate, call: Call): Answer {
  const operation = estate.azure.operations.get(call.path.operation ?? '');
  if (operation === undefined) return notFound(call.path.operation ?? '');
  const ended = call.at >= operation.endsAt;
  const answer = ok({
    name: operation.id,
    status: ended ? 'Succeeded' : 'InProgress',
    startTime: new Date(operation.startedAt).toISOString(),
    ...(ended ? { endTime: new Date(operation.endsAt).toISOString() } : {}),
  });
  return ended ? answer : { ...answer, headers: retryAfter(estate) };
}

export function operationResult(estate: Estate, call: Call): Answer {
  const operation = estate.azure.operations.get(call.path.operation ?? '');
  if (operation === undefined) return notFound(call.path.operation ?? '');
  return call.at >= operation.endsAt ? { status: 204 } : { status: 202, headers: retryAfter(estate) };
}

function retryAfter(estate: Estate): Record<string, string> {
  const seconds = estate.knobs.retryAfterSeconds;
  return seconds === undefined ? {} : { 'Retry-After': String(Math.min(seconds, 10)) };
}
