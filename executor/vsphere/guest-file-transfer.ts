import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { endpointOf } from './server-address.ts';
import { WrongStatus } from './soap-transport.ts';
import { trustedAgent } from './trusted-agent.ts';
import type { VSphereServer } from './vsphere-server.ts';

const SILENCE_MS = 60_000;

/** What came of a file: as much as was wanted of it, and whether that is all. */
export interface GuestFile {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** Sends a file to where the server said. */
export async function putGuestFile(
  server: VSphereServer,
  address: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  await exchange(server, address, 'PUT', bytes, 0, signal);
}

/** Fetches the beginning of a file from where the server said. */
export function getGuestFile(
  server: VSphereServer,
  address: string,
  mostBytes: number,
  signal: AbortSignal,
): Promise<GuestFile> {
  return exchange(server, address, 'GET', undefined, mostBytes, signal);
}

/**
 * Where a transfer goes. A star stands for the server that was asked; a vCenter may name the host of the machine instead.
 * It must be the same way of speaking, so nothing goes without encryption that did not before.
 * @source vSphere Web Services API, InitiateFileTransferToGuest: "replace the `*` with the name of the server"
 */
export function transferAddress(server: VSphereServer, address: string): URL {
  const endpoint = endpointOf(server.address);
  const url = new URL(address);
  if (url.hostname === '*') url.host = endpoint.host;
  if (url.port === '' && url.hostname === endpoint.hostname) url.port = endpoint.port;
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || url.host !== endpoint.host))
    throw new WrongStatus(0, `it wants a file to go to '${url.host}' without encryption`);
  return url;
}

function exchange(
  server: VSphereServer,
  address: string,
  method: 'PUT' | 'GET',
  body: Uint8Array | undefined,
  mostBytes: number,
  signal: AbortSignal,
): Promise<GuestFile> {
  const url = transferAddress(server, address);
  const agent = trustedAgent(url, server.trust);
  const send = url.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise<GuestFile>((resolve, reject) => {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': body?.length ?? 0 };
    const request = send(url, { method, agent, signal, ...(body === undefined ? {} : { headers }) });
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`silent for ${SILENCE_MS / 1000} s`)));
    request.once('error', reject);
    request.once('response', (response) => {
      response.once('error', reject);
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        response.resume();
        reject(new WrongStatus(status, `it answered HTTP ${status} to a file`));
      } else void beginningOf(response, mostBytes).then(resolve, reject);
    });
    request.end(body);
  }).finally(() => agent.destroy());
}

async function beginningOf(response: IncomingMessage, mostBytes: number): Promise<GuestFile> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, Math.max(0, mostBytes - length)));
    length += chunk.length;
    if (length > mostBytes) break;
  }
  return { bytes: Buffer.concat(chunks), isWhole: length <= mostBytes };
}
