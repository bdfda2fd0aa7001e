import type { FaultEffect } from '../faults.ts';
import type { Instant } from '../virtual-clock.ts';
import { type Answer, armError } from './answer.ts';

/** The error that a fault answers with. */
export function faultAnswer(effect: Extract<FaultEffect, { kind: 'status' }>, at: Instant): Answer {
  switch (effect.status) {
    case 401:
      return armError(401, 'InvalidAuthenticationToken', 'The access token expired or was revoked.', challenge());
    case 403:
      return armError(403, 'AuthorizationFailed', 'The client does not have authorization to perform the action.');
    case 404:
      return armError(404, 'ResourceNotFound', 'The resource was not found.');
    case 409:
      return armError(409, 'Conflict', 'The request conflicts with the present state of the resource.');
    case 429:
      return throttled(effect.retryAfter, effect.asDate === true ? at : undefined);
    case 500:
      return armError(500, 'InternalServerError', 'The server was unable to process the request.');
    case 503:
      return armError(503, 'ServerUnavailable', 'The service is temporarily unavailable.');
  }
}

/** @param from the moment from which to count, where the header is to name one instead of seconds */
export function throttled(retryAfter: number | undefined, from?: Instant): Answer {
  const told = from === undefined ? String(retryAfter) : new Date(from + (retryAfter ?? 0) * 1000).toUTCString();
  const headers = retryAfter === undefined ? undefined : { 'Retry-After': told };
  return armError(
    429,
    'SubscriptionRequestsThrottled',
    'Number of requests exceeded the limit. Please try again later.',
    headers,
  );
}

/** A claims challenge of continuous access evaluation: the client must sign in anew. Documented. */
function challenge(): Record<string, string> {
  const claims = { access_token: { nbf: { essential: true, value: '1604106651' } } };
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64');
  return {
    'WWW-Authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`,
  };
}
