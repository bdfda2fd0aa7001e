import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { FailbackError } from '../../core/failback-error.ts';
import type { ArmQuota } from './arm-quota.ts';
import type { RequestNote } from './request-log.ts';
import { retryAfterOf } from './service-answer.ts';
import type { ServiceTime } from './service-time.ts';

export interface ArmTransport {
  readonly send: HttpClient;
  readonly quota: ArmQuota;
  readonly time: ServiceTime;
  /** Real milliseconds after which an answer counts as lost. */
  readonly timeoutMs: number;
  /** A simulator's address; every request goes there instead. Undefined: the real service. */
  readonly rewriteTo: string | undefined;
  /** Hears of each request once it is over. */
  readonly onRequest?: ((note: RequestNote) => void) | undefined;
}

/**
 * The HTTP client under every SDK. It lets requests out to Azure's management endpoint alone (regional hosts too, since
 * polling addresses name them), or, in a simulated run, to the simulator alone: nothing else changes, so scopes, polling
 * addresses and next links stay as in production.
 */
export function armHttpClient(transport: ArmTransport): HttpClient {
  return {
    async sendRequest(request) {
      const url = new URL(request.url);
      if (!isManagement(url)) throw foreignHost(url);
      if (request.method === 'GET') await transport.quota.read(request.abortSignal as AbortSignal | undefined);
      else transport.quota.write();
      giveUpAfter(transport.timeoutMs, request);
      const at = transport.time.now();
      const asked = request.abortSignal;
      const requestId = request.headers.get('x-ms-client-request-id');
      const tell = (status: number | undefined) => {
        // Before the first answer nobody knows the service's time.
        const sentAt = (at ?? transport.time.now() ?? new Date()).toISOString();
        transport.onRequest?.({ at: sentAt, method: request.method, url: request.url, requestId, status });
      };
      try {
        const response =
          transport.rewriteTo === undefined
            ? await transport.send.sendRequest(request)
            : await sendRewritten(transport.send, request, url, transport.rewriteTo);
        takeNote(request, response, transport);
        tell(response.status);
        return response;
      } catch (error) {
        // What was called off before it left was no request: so ends each poll of an SDK that only was to start something.
        if (asked?.aborted !== true) tell(undefined);
        throw error;
      }
    },
  };
}

/** The client's own `timeout` leaves its timer behind when a connection fails, and a command would linger until it fires. */
function giveUpAfter(milliseconds: number, request: PipelineRequest): void {
  const late = AbortSignal.timeout(milliseconds);
  const asked = request.abortSignal as AbortSignal | undefined;
  request.abortSignal = asked === undefined ? late : AbortSignal.any([asked, late]);
}

export function isManagement(url: URL): boolean {
  if (url.protocol !== 'https:' || url.port !== '') return false;
  return url.hostname === 'management.azure.com' || url.hostname.endsWith('.management.azure.com');
}

async function sendRewritten(
  send: HttpClient,
  request: PipelineRequest,
  url: URL,
  rewriteTo: string,
): Promise<PipelineResponse> {
  const original = request.url;
  request.url = new URL(`${url.pathname}${url.search}`, rewriteTo).toString();
  request.allowInsecureConnection = true;
  try {
    return await send.sendRequest(request);
  } finally {
    request.url = original;
  }
}

function takeNote({ method }: PipelineRequest, response: PipelineResponse, { quota, time }: ArmTransport): void {
  const date = response.headers.get('date');
  if (date !== undefined) time.heard(date);
  // A refused write is the run's to answer; a refused read must stop those that are asked beside it.
  const wait = retryAfterOf(response.headers);
  if (method === 'GET' && response.status === 429 && wait !== undefined) quota.readsPutOff(wait);
  for (const kind of ['reads', 'writes'] as const) {
    const left = Number(response.headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`));
    if (response.headers.has(`x-ms-ratelimit-remaining-subscription-${kind}`) && Number.isFinite(left))
      quota.remaining(kind, left);
  }
}

function foreignHost(url: URL): FailbackError {
  return new FailbackError(
    'azure-foreign-host',
    `A request to '${url.host}' was held back: failback talks to '*.management.azure.com' and to nobody else.`,
    'If an answer of the service named that host, report it; if a proxy did, name the service itself.',
  );
}
