import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { type AzureCaptureOptions, captureAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import type { Clock } from '../../executor/clock.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { load, planOf } from '../executor/estate.ts';

/** What a service answered to one GET, to be said again word for word, or garbled. */
export interface CannedAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers by path and query, in lower case: ARM compares without it. */
export type CannedAnswers = ReadonlyMap<string, CannedAnswer>;

/** A clock that stands still but for those who sleep, who need not wait. */
export function stillClock(at: string): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let now = Date.parse(at);
  return {
    slept,
    speed: 0,
    now: () => new Date(now),
    async sleep(seconds) {
      slept.push(seconds);
      now += seconds * 1000;
    },
  };
}

export function keyOf(url: string): string {
  const { pathname, search } = new URL(url, 'https://management.azure.com');
  // The recordings have two slashes of a paging token as one.
  return decodeURIComponent(`${pathname}${search}`)
    .toLowerCase()
    .replaceAll(/\/{2,}/g, '/');
}

/** ARM on loopback that says what was put into its mouth, and 404 to anything else. */
export async function serveCanned(
  answerTo: (key: string) => CannedAnswer | undefined | Promise<CannedAnswer | undefined>,
) {
  const asked: string[] = [];
  let underWay = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    const key = keyOf(request.url ?? '');
    asked.push(key);
    const answer = (await answerTo(key)) ?? {
      status: 404,
      body: JSON.stringify({ error: { code: 'ResourceNotFound', message: `Nothing is canned for '${key}'.` } }),
    };
    underWay -= 1;
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    response.end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    /** The most requests that were ever under way at once. */
    most: () => most,
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** An estate: a runbook, the inventory that it is simulated from, and the moment at which it is looked at. */
export interface Estate {
  readonly entry: string;
  readonly inventory: Inventory;
}

/** Captures what is at a URL with the runbook's vault, at the moment of the estate's own capture. */
export async function captureFrom(url: string, { entry, inventory }: Estate, options: AzureCaptureOptions = {}) {
  const { runbook } = await load(entry);
  const vault = vaultOf(planOf(runbook, inventory, new Date(inventory.capturedAt)));
  if (vault === undefined) throw new Error('The plan does not know its vault.');
  const clock = stillClock(inventory.capturedAt);
  return captureAzure(
    { ...vault, clock, endpointRewrite: url, timeoutMs: 30_000 },
    {
      discovered: true,
      named: {
        storageAccounts: [],
        networks: runbook.processServers.flatMap(({ network }) => network?.value ?? []),
        servers: runbook.processServers.map(({ serverName }) => serverName),
      },
      ...options,
    },
  );
}

/** Everything that a capture of a simulated estate was answered, to be canned. */
export async function answersOf(estate: Estate): Promise<CannedAnswers> {
  const simulator = await startSimulator({ inventory: estate.inventory, seed: 7, speed: 'advance' });
  try {
    await captureFrom(simulator.proxyUrl, estate);
    return new Map(
      simulator.exchanges().map(({ url, status, responseBody }) => [keyOf(url), { status, body: responseBody }]),
    );
  } finally {
    await simulator.close();
  }
}
