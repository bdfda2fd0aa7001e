import { authorizationRoutes } from '../azure/authorization-routes.ts';
import { circuitRoutes } from '../azure/circuit-routes.ts';
import { computeRoutes } from '../azure/compute-routes.ts';
import { connectionRoutes } from '../azure/connection-routes.ts';
import { diskRoutes } from '../azure/disk-routes.ts';
import { networkRoutes } from '../azure/network-routes.ts';
import { privateEndpointRoutes } from '../azure/private-endpoint-routes.ts';
import { runCommandRoutes } from '../azure/run-command-routes.ts';
import { siteRoutes } from '../azure/site-routes.ts';
import { snapshotRoutes } from '../azure/snapshot-routes.ts';
import { trafficRoutes } from '../azure/traffic-routes.ts';
import { virtualNetworkRoutes } from '../azure/virtual-network-routes.ts';
import type { Estate } from '../estate/estate.ts';
import { nameRequest } from '../operation-name.ts';
import { classicRoutes } from '../site-recovery/classic-routes.ts';
import { itemRoutes } from '../site-recovery/item-routes.ts';
import { pollingRoutes } from '../site-recovery/polling.ts';
import { protectableItemRoutes } from '../site-recovery/protectable-items.ts';
import { serviceId, vaultId } from '../site-recovery/service-ids.ts';
import { vaultRoutes } from '../site-recovery/vault-routes.ts';
import type { Instant } from '../virtual-clock.ts';
import { type Answer, armError } from './answer.ts';
import { faultAnswer, throttled } from './fault-answer.ts';
import { makeRouter } from './router.ts';
import { scopeLocked } from './scope-locked.ts';
import { kindOf, makeThrottle } from './throttle.ts';

/** A request as it came off the wire. */
export interface ArmRequest {
  readonly method: string;
  readonly url: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What becomes of a request: an answer, a broken connection, or silence for ever. */
export type Outcome = (
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'drop' }
  /** The head of an answer and the beginning of its body, and then the connection closes. */
  | { readonly kind: 'half'; readonly answer: Answer }
  | { readonly kind: 'silence' }
) & { readonly correlationId: string; readonly at: Instant };

/** Azure Resource Manager and the providers behind it, without the wire. A moment is given only to replay the past. */
export type ArmService = (request: ArmRequest, at?: Instant) => Outcome;

export function makeService(estate: Estate): ArmService {
  const vault = serviceId(vaultId(estate));
  const router = makeRouter([
    ...itemRoutes(estate, vault),
    ...pollingRoutes(estate, vault),
    ...vaultRoutes(estate, vault),
    ...classicRoutes(estate, vault),
    ...protectableItemRoutes(estate, vault),
    ...computeRoutes(estate),
    ...runCommandRoutes(estate),
    ...diskRoutes(estate),
    ...snapshotRoutes(estate),
    ...trafficRoutes(estate),
    ...networkRoutes(estate),
    ...virtualNetworkRoutes(estate),
    ...connectionRoutes(estate),
    ...circuitRoutes(estate),
    ...authorizationRoutes(estate),
    ...privateEndpointRoutes(estate),
    ...siteRoutes(estate),
  ]);
  const throttle = estate.knobs.throttling === undefined ? undefined : makeThrottle(estate.knobs.throttling);
  let served = 0;

  return (request, moment) => {
    const at = estate.settle(moment);
    served += 1;
    const correlationId =
      request.headers['x-ms-correlation-request-id'] ?? estate.chance.guid('correlation', served, at);
    const answered = (answer: Answer): Outcome => ({ kind: 'answer', answer, correlationId, at });

    const refusal = refuse(request);
    if (refusal !== undefined) return answered(refusal);

    const kind = kindOf(request.method);
    const token = throttle?.(kind, at);
    if (token?.granted === false) return answered(throttled(token.retryAfterSeconds));

    if (isGone(estate, at) && /\/providers\/microsoft\.recoveryservices\/vaults\//i.test(request.url))
      return answered(vaultNotFound(vault));

    const { operation, subject } = nameRequest(request.method, request.url, request.body);
    const { attempt, effect } = estate.faults.strike(operation, estate.spokenName(subject));
    if (effect?.kind === 'status' && !effect.accepted) return answered(faultAnswer(effect, at));
    if ((effect?.kind === 'drop' || effect?.kind === 'silence') && !effect.accepted)
      return { kind: effect.kind, correlationId, at };

    const url = new URL(request.url, 'https://management.azure.com');
    const match = router(request.method, decodeURI(url.pathname));
    if (match === undefined) return answered(noRoute(request));
    const locked = scopeLocked(estate.inventory, request.method, decodeURI(url.pathname));
    if (locked !== undefined) return answered(locked);
    const answer = match.handler({
      method: request.method,
      url: request.url,
      query: url.searchParams,
      body: request.body,
      at,
      clientRequestId: request.headers['x-ms-client-request-id'] ?? correlationId,
      correlationId,
      attempt,
      effect,
      path: match.path,
    });
    if (effect?.kind === 'status') return answered(faultAnswer(effect, at));
    if (effect?.kind === 'half') return { kind: 'half', answer, correlationId, at };
    if (effect?.kind === 'drop' || effect?.kind === 'silence') return { kind: effect.kind, correlationId, at };
    return answered(token === undefined ? answer : withRemaining(answer, kind, token.remaining));
  };
}

/** What ARM refuses before any provider hears of it. */
function refuse(request: ArmRequest): Answer | undefined {
  if (!/^bearer ./i.test(request.headers.authorization ?? ''))
    return armError(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.", {
      'WWW-Authenticate': 'Bearer authorization_uri="https://login.microsoftonline.com/common", error="invalid_token"',
    });
  if (!new URL(request.url, 'https://management.azure.com').searchParams.has('api-version'))
    return armError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  return undefined;
}

/** A vault that somebody deleted or moved away answers so for everything in it. Documented: `ResourceNotFound`. */
function vaultNotFound(vault: string): Answer {
  const [, group = '', name = ''] = /resourceGroups\/([^/]+)\/.*\/vaults\/([^/]+)/i.exec(vault) ?? [];
  return armError(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.RecoveryServices/vaults/${name}' under resource group '${group}' was not found.`,
  );
}

function isGone({ knobs, beganAt }: Estate, at: Instant): boolean {
  if (knobs.vaultGone === null) return false;
  const since = (at - beganAt) / 1000 - knobs.vaultGone.afterSeconds;
  return since >= 0 && (knobs.vaultGone.forSeconds === null || since < knobs.vaultGone.forSeconds);
}

function noRoute(request: ArmRequest): Answer {
  const path = request.url.split('?')[0] ?? '';
  return armError(404, 'InvalidResourceType', `The simulator does not serve ${request.method} '${path}'.`);
}

function withRemaining(answer: Answer, kind: string, remaining: number): Answer {
  const name = `x-ms-ratelimit-remaining-subscription-${kind}`;
  return { ...answer, headers: { [name]: String(remaining), ...answer.headers } };
}
