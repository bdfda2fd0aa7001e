import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { VimEndpoint, VimOutcome } from '../vim25/vim-endpoint.ts';
import type { ArmRequest, ArmService, Outcome } from './service.ts';

/** Answers requests to `/_simulator/…`; undefined when it does not know the path. */
export type Control = (method: string, path: string, body: unknown) => ControlAnswer | undefined;

export interface ControlAnswer {
  readonly status: number;
  readonly contentType: 'application/json' | 'application/x-ndjson';
  readonly text: string;
}

/** The wire: reads requests, writes answers with the headers that every ARM answer has. */
export function makeArmServer(service: ArmService, vim: VimEndpoint, control: Control, region: string): Server {
  return createServer((request, response) => {
    void readBody(request).then((text) => {
      const url = request.url ?? '/';
      const method = request.method ?? 'GET';
      if (url.startsWith('/_simulator/')) {
        writeControl(response, control(method, url.split('?')[0] ?? '', parse(text)));
        return;
      }
      if (url.startsWith('/vsphere/')) {
        writeVim(request, response, vim({ method, url, cookie: request.headers.cookie, text }));
        return;
      }
      const read: ArmRequest = { method, url, headers: plainHeaders(request), body: parse(text) };
      writeOutcome(request, response, read, service(read), region);
    });
  });
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export function writeControl(response: ServerResponse, answer: ControlAnswer | undefined): void {
  const { status, contentType, text } = answer ?? {
    status: 404,
    contentType: 'application/json' as const,
    text: JSON.stringify({ error: { code: 'NotFound', message: 'The control plane has no such path.' } }),
  };
  response.writeHead(status, { 'content-type': contentType });
  response.end(text);
}

function writeOutcome(
  request: IncomingMessage,
  response: ServerResponse,
  read: ArmRequest,
  outcome: Outcome,
  region: string,
): void {
  if (outcome.kind === 'silence') return;
  if (outcome.kind === 'drop') {
    request.socket.destroy();
    return;
  }
  const { answer, correlationId, at } = outcome;
  const isHalf = outcome.kind === 'half';
  const text = Buffer.from(answer.body === undefined ? '' : JSON.stringify(answer.body));
  const clientRequestId = read.headers['x-ms-client-request-id'];
  response.sendDate = false;
  response.writeHead(answer.status, {
    'Cache-Control': 'no-cache',
    Pragma: 'no-cache',
    Expires: '-1',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    Date: new Date(at).toUTCString(),
    'x-ms-request-id': correlationId,
    'x-ms-correlation-request-id': correlationId,
    'x-ms-routing-request-id': `${region.toUpperCase()}:${compact(at)}:${correlationId}`,
    ...(clientRequestId === undefined ? {} : { 'x-ms-client-request-id': clientRequestId }),
    ...(text.length === 0 ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
    // More is announced than ever comes.
    'Content-Length': String(isHalf ? text.length + 1 : text.length),
    ...answer.headers,
  });
  if (!isHalf) return void response.end(text);
  response.flushHeaders();
  response.write(text.subarray(0, Math.floor(text.length / 2)), () => request.socket.end());
}

function writeVim(request: IncomingMessage, response: ServerResponse, outcome: VimOutcome): void {
  if (outcome.kind === 'silence') return;
  if (outcome.kind === 'drop') {
    request.socket.destroy();
    return;
  }
  response.writeHead(outcome.status, {
    'content-type': outcome.contentType,
    'cache-control': 'no-cache',
    ...(outcome.setCookie === undefined ? {} : { 'set-cookie': outcome.setCookie }),
  });
  response.end(outcome.text);
}

function compact(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
