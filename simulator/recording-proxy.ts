import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import { type Control, readBody, writeControl } from './arm/arm-server.ts';
import { ExchangeLog } from './exchange.ts';
import { RequestCounter } from './request-counts.ts';
import { textWithoutPasswords } from './without-passwords.ts';

export interface Recording {
  readonly server: Server;
  readonly counter: RequestCounter;
  readonly log: ExchangeLog;
}

/** A request as it came to the proxy. */
export interface Witnessed {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Whoever stands at the proxy: each request passes on, and each answer goes back, when they say so. */
export interface Witness {
  asked(request: Witnessed): Promise<void> | void;
  answered(request: Witnessed, status: number, headers: IncomingHttpHeaders): Promise<void> | void;
}

/**
 * Stands in front of the simulator, records what passes and counts it: a witness that does not take the estate's word.
 * A connection that the simulator breaks is broken towards the client too.
 * @param control answers what the proxy itself knows; the rest of the control plane is passed on.
 */
export function makeRecordingProxy(
  simulatorPort: number,
  control: (recording: Recording) => Control,
  spokenName: (subject: string) => string,
  mostBytes: number,
  witness?: Witness,
): Recording {
  const counter = new RequestCounter(spokenName);
  const log = new ExchangeLog(mostBytes);
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const path = (request.url ?? '/').split('?')[0] ?? '';
      const own = path.startsWith('/_simulator/') ? answerOwn(request.method ?? 'GET', path, undefined) : undefined;
      if (own !== undefined) return writeControl(response, own);
      const { method = 'GET', url = '/', headers } = request;
      if (!url.startsWith('/_simulator/')) await witness?.asked({ method, url, headers, body });
      passOn(request, response, body);
    });
  });
  const recording = { server, counter, log };
  const answerOwn = control(recording);

  function passOn(request: IncomingMessage, response: ServerResponse, body: string): void {
    const { method = 'GET', url = '/', headers } = request;
    const recorded = !url.startsWith('/_simulator/');
    const onward = send({ host: '127.0.0.1', port: simulatorPort, method, path: url, headers }, (answer) => {
      readBody(answer).then(
        async (responseBody) => {
          if (recorded) record(method, url, headers, body, answer, responseBody);
          const witnessed = { method, url, headers, body };
          if (recorded) await witness?.answered(witnessed, answer.statusCode ?? 502, answer.headers);
          response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          response.end(responseBody);
        },
        () => cutOff(answer),
      );
    });
    // Its head came and not its whole body: the client gets the same, and then the end of the connection.
    const cutOff = (answer: IncomingMessage) => {
      if (recorded) counter.count(method, url, parse(body), 'dropped', answer.headers.location);
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      response.flushHeaders();
      response.write(' ', () => request.socket.end());
    };
    const broken = () => {
      if (recorded) counter.count(method, url, parse(body), 'dropped', undefined);
      request.socket.destroy();
    };
    onward.on('error', broken);
    response.on('close', () => {
      if (!response.writableEnded) onward.destroy();
    });
    onward.end(body);
  }

  function record(
    method: string,
    url: string,
    headers: IncomingHttpHeaders,
    body: string,
    answer: IncomingMessage,
    responseBody: string,
  ): void {
    const status = answer.statusCode ?? 502;
    counter.count(method, url, parse(body), status, answer.headers.location);
    counter.countInMinute(method, answer.headers.date);
    // What a vCenter is asked is no traffic of Azure's, and its login has a password in it.
    if (url.startsWith('/vsphere/')) return;
    log.add({
      method,
      url: `https://management.azure.com${url}`,
      headers: withoutSecrets(headers),
      body: textWithoutPasswords(body),
      status,
      responseHeaders: plain(answer.headers),
      responseBody,
    });
  }

  return recording;
}

/** Tokens are never written down, not even those of a simulation. */
function withoutSecrets(headers: IncomingHttpHeaders): Record<string, string> {
  const { authorization, ...rest } = plain(headers);
  return authorization === undefined ? rest : { ...rest, authorization: 'Bearer (left out)' };
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  return plain;
}

/** JSON where it is some; a vCenter is asked in XML. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
