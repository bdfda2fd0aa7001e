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
import { FailbackError } from '../../core/failback-error.ts';
import type { ArmSession } from './arm-session.ts';
import type { PagePicker } from './page-picker.ts';

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

  /** A resource that must be there. @throws RestError for any status that is no success, and for an answer that is no object */
  async read(id: string, apiVersion: string): Promise<object> {
    const resource = parsed(successful(await this.#send('GET', `${ARM}${id}?api-version=${apiVersion}`, {})));
    if (typeof resource === 'object' && resource !== null) return resource;
    throw new RestError(`The answer to GET '${id}' has no resource.`, { statusCode: 200 });
  }

  /** Every entry of a list, over all its pages. */
  async list(path: string, apiVersion: string): Promise<readonly unknown[]> {
    const entries: unknown[] = [];
    for await (const page of this.pages(path, apiVersion)) for (const entry of page) entries.push(entry);
    return entries;
  }

  /**
   * A list page by page. A page may come twice, for services lose their place; pages that never end are told as a fault of
   * the answer.
   * @throws FailbackError `azure-list-circles`
   */
  async *pages(
    path: string,
    apiVersion: string,
    { read = (page) => page(), picker }: PageOptions = {},
  ): AsyncGenerator<readonly unknown[]> {
    const sheaf = picker?.take();
    const asked = new Map<string, number>();
    let url: string | undefined = `${ARM}${path}?api-version=${apiVersion}`;
    for (let number = 0; url !== undefined; number += 1) {
      const here: string = url;
      const times = (asked.get(here) ?? 0) + 1;
      if (times > MOST_TIMES) throw circles(path);
      asked.set(here, times);
      const page = await read(async () =>
        pageOf(
          sheaf === undefined
            ? parsed(successful(await this.#send('GET', here, {})))
            : await sheaf.pick(number, successful(await this.#send('GET', here, {}, { stream: true }))),
          path,
        ),
      );
      yield page.value;
      url = page.nextLink || undefined;
    }
    if (sheaf !== undefined) picker?.keep(sheaf);
  }

  /** Makes a resource, or makes it so again. */
  async put(id: string, apiVersion: string, body: unknown, requestId: string): Promise<void> {
    const headers = { 'x-ms-client-request-id': requestId, 'content-type': 'application/json' };
    successful(
      await this.#send('PUT', `${ARM}${id}?api-version=${apiVersion}`, headers, { body: JSON.stringify(body) }),
    );
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
    { body, stream = false }: { readonly body?: string; readonly stream?: boolean } = {},
  ): Promise<PipelineResponse> {
    const request = createPipelineRequest({
      method,
      url,
      headers: createHttpHeaders({ accept: 'application/json', ...headers }),
      ...(body === undefined ? {} : { body }),
      ...(stream ? { streamResponseStatusCodes: new Set([200]) } : {}),
    });
    return this.#pipeline.sendRequest(this.#session.httpClient, request);
  }
}

interface Page {
  readonly value: readonly unknown[];
  readonly nextLink?: string | null;
}

interface PageOptions {
  /** May try one page again. */
  readonly read?: (page: () => Promise<Page>) => Promise<Page>;
  /** Picks what is wanted of each page, `value` and `nextLink` among it; without one all of it is read. */
  readonly picker?: PagePicker;
}

function pageOf(answer: unknown, path: string): Page {
  const page = answer as Partial<Page> | null;
  // An answer without its list is no empty list.
  if (!Array.isArray(page?.value)) throw new RestError(`The answer to GET '${path}' has no list.`, { statusCode: 200 });
  return { ...page, value: page.value };
}

/** Times that one address of a page is followed within one list. */
const MOST_TIMES = 3;

function circles(path: string): FailbackError {
  return new FailbackError(
    'azure-list-circles',
    `The pages of GET '${path}' never end: the service names one as its own successor.`,
    'A run asks again by itself. If it stays so, tell Microsoft, with the address; meanwhile look in the portal.',
  );
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
