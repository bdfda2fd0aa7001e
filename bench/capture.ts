/**
 * A capture of many machines over HTTP, with the real SDKs: requests an item, and what asking for eight at a time brings
 * over asking for one after the other, both measured in this run.
 *
 *     node bench/capture.ts [MACHINES]      200 unless said otherwise
 *
 * Each answer of the simulator is held back for 20 ms, as a service far away would, so the figure is of waiting and not of
 * our own work. It fails (exit 1) when requests grow faster than the items, or when more are under way than were allowed.
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../core/inventory/parse-inventory.ts';
import { captureAzure } from '../executor/azure/connect-azure.ts';
import { simulatedClock } from '../executor/clock.ts';
import { startSimulator } from '../simulator/start-simulator.ts';
import { manyMachines } from './many-machines.ts';
import { tell } from './row.ts';

const LATENCY_MS = 20;
const IN_FLIGHT = 8;
/** One GET for the item and one for its recovery points; the rest is lists, whatever the number of items. */
const AN_ITEM = 2;
const LISTS = 60;

const count = Number(process.argv[2] ?? 200);
const example = fileURLToPath(new URL('../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
const inventory = manyMachines(parseInventory(await readFile(example, 'utf8'), example), count);
const simulator = await startSimulator({ inventory, seed: 7, speed: 'advance' });
const clock = await simulatedClock(simulator.url);
const [, , subscription = '', , resourceGroup = '', , , , vault = ''] = (inventory.vault?.id ?? '').split('/');

try {
  // The first one loads the SDKs.
  await measure(IN_FLIGHT);
  const one = await measure(1);
  const many = await measure(IN_FLIGHT);
  const ratio = one.ms / many.ms;
  process.stdout.write(
    `${count} machines: ${many.requests} requests (${(many.requests / count).toFixed(2)} an item), ${Math.round(many.ms)} ms with ${IN_FLIGHT} at a time, ${Math.round(one.ms)} ms one after the other: ${ratio.toFixed(1)} times as fast. Under way at most: ${many.most}.\n`,
  );
  tell([
    {
      what: `a capture of ${count} machines: requests an item`,
      unit: 'requests',
      budget: AN_ITEM + LISTS / count,
      measured: many.requests / count,
    },
    {
      what: `the same, ${LATENCY_MS} ms away, ${IN_FLIGHT} at a time`,
      unit: 'ms',
      budget: one.ms / 3,
      measured: many.ms,
    },
  ]);
  if (many.requests > AN_ITEM * count + LISTS || many.most > IN_FLIGHT || one.most > 1) {
    process.stdout.write('A promise is broken.\n');
    process.exitCode = 1;
  }
} finally {
  await simulator.close();
}

/** A capture through a server that holds every answer back. */
async function measure(
  inFlight: number,
): Promise<{ readonly ms: number; readonly requests: number; readonly most: number }> {
  let [requests, underWay, most] = [0, 0, 0];
  const far = createServer(async (request, response) => {
    requests += 1;
    underWay += 1;
    most = Math.max(most, underWay);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name === 'authorization'));
    const [answer] = await Promise.all([
      fetch(new URL(request.url ?? '', simulator.proxyUrl), { headers: headers as Record<string, string> }),
      new Promise((later) => setTimeout(later, LATENCY_MS)),
    ]);
    const body = await answer.text();
    underWay -= 1;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(body);
  });
  await new Promise<void>((listening) => far.listen(0, '127.0.0.1', listening));
  try {
    const endpointRewrite = `http://127.0.0.1:${(far.address() as AddressInfo).port}`;
    const began = performance.now();
    const seen = await captureAzure({ subscription, resourceGroup, vault, clock, endpointRewrite }, { inFlight });
    const ms = performance.now() - began;
    if (seen.items?.length !== count) throw new Error(`${seen.items?.length} items were captured.`);
    return { ms, requests, most };
  } finally {
    far.closeAllConnections();
    far.close();
  }
}
