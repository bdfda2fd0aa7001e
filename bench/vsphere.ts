/**
 * A site of 5,000 machines over loopback: how long a capture takes and how much memory, each in a process of its own, and
 * beside it a client that asks machine by machine, as scripts do.
 *
 *     node bench/vsphere.ts [MACHINES]      5000 unless said otherwise
 *
 * It asks govmomi's simulator where that was built (`node scripts/build-vcsim.mjs`), which speaks TLS, else the simulated
 * site of this project, without the second client: that would weigh the simulator. It fails (exit 1) when a client does
 * not see every machine.
 */

import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../core/inventory/inventory.ts';
import { GiB } from '../core/quantity.ts';
import type { Task, Weighed } from './capture-process.ts';
import { tell } from './row.ts';

const ROUNDS = 3;
const MOST_MS = 4000;
const MOST_MEMORY_MB = 300;

const count = Number(process.argv[2] ?? 5000);
const vcsim = path('../.cache/vcsim/vcsim');
const server = existsSync(vcsim) ? await govmomi() : await ours();
try {
  const whole = await weighed('capture', ROUNDS);
  const oneByOne = server.paces ? await weighed('one by one', 1) : undefined;
  console.log(`${count} machines of ${server.what}, over ${server.wire}`);
  for (const [what, { ms, processorMs, peakMB, megabytes }] of [
    ['a capture', whole],
    ...(oneByOne === undefined ? [] : [['machine by machine', oneByOne] as const]),
  ] as const)
    console.log(
      `${what}: ${ms.toFixed(0)} ms (${processorMs.toFixed(0)} ms on the processor), ${peakMB.toFixed(0)} MB, ${megabytes.toFixed(0)} MB of answers`,
    );
  const short = [whole, ...(oneByOne === undefined ? [] : [oneByOne])].filter(({ machines }) => machines !== count);
  if (short.length > 0) {
    console.log(`NOT every machine was seen: ${short.map(({ machines }) => machines).join(' and ')} of ${count}`);
    process.exitCode = 1;
  }
  tell([
    { what: `${count} machines of a vCenter, capture`, unit: 'ms', budget: MOST_MS, measured: whole.ms },
    { what: 'the same, memory', unit: 'MB', budget: MOST_MEMORY_MB, measured: whole.peakMB },
  ]);
} finally {
  server.end();
}

/** The median of some rounds, by the wall's clock; each begins cold, as the command does. */
async function weighed(how: Task['how'], rounds: number): Promise<Weighed> {
  const results: Weighed[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const child = fork(path('./capture-process.ts'));
    child.send({ how, address: server.address } satisfies Task);
    const [result] = (await once(child, 'message')) as [Weighed];
    await once(child, 'exit');
    results.push(result);
  }
  const median = results.toSorted((one, other) => one.ms - other.ms)[Math.floor(rounds / 2)];
  if (median === undefined) throw new Error('nothing was weighed');
  return median;
}

interface Asked {
  readonly what: string;
  readonly wire: string;
  readonly address: string;
  /** Answers about one machine as fast as about many, so that a client can be compared. */
  readonly paces: boolean;
  end(): void;
}

async function govmomi(): Promise<Asked> {
  const child = spawn(vcsim, ['-vm', String(count), '-host', '3'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return { what: "govmomi's simulator", wire: 'TLS', paces: true, address: url, end: () => child.stdin.end() };
}

async function ours(): Promise<Asked> {
  const child: ChildProcess = fork(path('./simulator-process.ts'));
  child.send(madeUp());
  const [{ proxyUrl }] = (await once(child, 'message')) as [{ proxyUrl: string }];
  return {
    what: "this project's simulated site (govmomi's was not built)",
    wire: 'plain HTTP',
    paces: false,
    address: `${proxyUrl}/vsphere/vc/sdk`,
    end: () => child.kill(),
  };
}

function madeUp(): Inventory {
  const seenAt = '2026-11-23T08:00:00Z';
  const vcenter = 'vc';
  return {
    schema: 'failback/inventory',
    version: 1,
    capturedAt: seenAt,
    capturedBy: 'bench',
    vcenters: [{ name: vcenter, address: 'vc.contoso.local', apiType: 'VirtualCenter', seenAt }],
    hosts: [{ name: 'esx-01', vcenter, datastores: [{ name: 'ds', accessMode: 'readWrite' }], seenAt }],
    datastores: [
      { name: 'ds', vcenter, type: 'VMFS', capacityBytes: GiB(9000), freeBytes: GiB(900), accessible: true, seenAt },
    ],
    siteMachines: Array.from({ length: count }, (_, at) => ({
      name: `vm-${at}`,
      vcenter,
      host: 'esx-01',
      powerState: 'poweredOff',
      snapshots: [],
      datastores: ['ds'],
      disks: [1, 2, 3].map((disk) => ({ label: `Hard disk ${disk}`, datastore: 'ds', capacityBytes: GiB(100) })),
      controllers: ['ParaVirtualSCSIController'],
      extraConfig: { 'disk.enableUUID': 'TRUE' },
      seenAt,
    })),
  };
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
