import {
  bearerTokenAuthenticationPolicy,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  type HttpMethods,
  type Pipeline,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';
import type { ArmSession } from './arm-session.ts';

const ARM = 'https://management.azure.com';

/**
 * Plain ARM requests, for the few resources whose SDK would weigh more than what is asked of it (network interfaces:
 * 73 MB for a GET and a DELETE).
 */
export class ArmRest {
  readonly #session: ArmSession;
  readonly #pipeline: Pipeline;

  constructor(session: ArmSession) {
    this.#session = session;
    this.#pipeline = createEmptyPipeline();
    this.#pipeline.addPolicy(
      bearerTokenAuthenticationPolicy({ credential: session.credential, scopes: `${ARM}/.default` }),
    );
  }

  /** The resource, or undefined where there is none. @throws RestError for any other status that is no success */
  async get(id: string, apiVersion: string): Promise<unknown> {
    const response = await this.#send('GET', `${ARM}${id}?api-version=${apiVersion}`, {});
    if (response.status === 404) return undefined;
    return parsed(successful(response));
  }

  /** Every entry of a list, over all its pages. */
  async list(path: string, apiVersion: string): Promise<readonly unknown[]> {
    const entries: unknown[] = [];
    let url: string | undefined = `${ARM}${path}?api-version=${apiVersion}`;
    while (url !== undefined) {
      const page = parsed(successful(await this.#send('GET', url, {}))) as Page | null;
      // An answer without its list is no empty list.
      if (!Array.isArray(page?.value))
        throw new RestError(`The answer to GET '${path}' has no list.`, { statusCode: 200 });
      for (const entry of page.value) entries.push(entry);
      url = page.nextLink || undefined;
    }
    return entries;
  }

  /** Makes a resource, or makes it so again. */
  async put(id: string, apiVersion: string, body: unknown, requestId: string): Promise<void> {
    const headers = { 'x-ms-client-request-id': requestId, 'content-type': 'application/json' };
    successful(await this.#send('PUT', `${ARM}${id}?api-version=${apiVersion}`, headers, JSON.stringify(body)));
  }

  /** Asks for a deletion. Accepted or done alike: the service answers 204 for what is not there. */
  async delete(id: string, apiVersion: string, requestId: string): Promise<void> {
    const headers = { 'x-ms-client-request-id': requestId };
    const response = await this.#send('DELETE', `${ARM}${id}?api-version=${apiVersion}`, headers);
    if (response.status !== 404) successful(response);
  }

  #send(
    method: HttpMethods,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<PipelineResponse> {
    const request = createPipelineRequest({
      method,
      url,
      headers: createHttpHeaders({ accept: 'application/json', ...headers }),
      ...(body === undefined ? {} : { body }),
    });
    return this.#pipeline.sendRequest(this.#session.httpClient, request);
  }
}

interface Page {
  readonly value?: readonly unknown[];
  readonly nextLink?: string | null;
}

function successful(response: PipelineResponse): PipelineResponse {
  if (response.status < 300) return response;
  throw new RestError(`Status ${response.status}`, {
    statusCode: response.status,
    request: response.request,
    response,
  });
}

function parsed(response: PipelineResponse): unknown {
  return JSON.parse(response.bodyAsText || 'null');
}
