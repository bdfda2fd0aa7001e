import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFor } from '../../core/plan/plan-for.ts';
import { inventoryFor } from './inventory-for.ts';
import { NOW, nothingFound, runbookOf } from './runbook-text.ts';

const SITE = `
  vault dr { log-storage: "stlogs" }
  datastore ds { }
  runbook r { architecture: classic  vault: dr }
  defaults vm { datastore: ds  location: alternate  os: windows "Windows Server 2016" }
`;
const NETWORK = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks';

/** How long each machine replicates, and over what. */
async function replication(text: string): Promise<Record<string, string>> {
  const runbook = await runbookOf(SITE + text);
  const { steps } = planFor(runbook, inventoryFor(runbook), nothingFound, {
    now: NOW,
    part: 'whole',
    runbookFile: 'r',
    inventoryFile: 'i',
  });
  return Object.fromEntries(
    steps.flatMap(({ kind, machine, estimate }) =>
      kind === 'replicate' ? [[machine, `${estimate.likely} s: ${estimate.source.split('; ')[1]}`]] : [],
    ),
  );
}

const TWO_NETWORKS = `
  process-server ps-one { where: azure  network: "vnet-one"  existing: true }
  process-server ps-two { where: azure  network: "${NETWORK}/vnet-two"  existing: true }
  master-target mt-one { os: windows  datastores: ds  process-server: ps-one }
  master-target mt-two { os: windows  datastores: ds  process-server: ps-two }
  vm a { via: mt-one  disk "os" { size: 100 GiB } }
  vm b { via: mt-two  disk "os" { size: 100 GiB } }
  wave all { machines: a, b }
`;

test('each machine replicates over the connection of its own process server, and shares it with nobody else', async () => {
  const connections = `
    connection fast { kind: expressroute-private  network: "vnet-two"  bandwidth: 1 Gbps }
    connection slow { kind: site-to-site-vpn  network: "${NETWORK}/vnet-one"  bandwidth: 100 Mbps }
  `;
  assert.deepEqual(await replication(TWO_NETWORKS + connections), {
    a: "10737 s: 80 % of the bandwidth (connection 'slow')",
    b: "1074 s: 80 % of the bandwidth (connection 'fast')",
  });
});

test('machines behind one connection share it', async () => {
  const connections = `
    connection line { kind: site-to-site-vpn  bandwidth: 1 Gbps }
  `;
  const both = "2147 s: 80 % of the bandwidth shared by 2 machines (connection 'line')";
  assert.deepEqual(await replication(TWO_NETWORKS + connections), { a: both, b: both });
});

test('of several connections of one network, the private peering carries it', async () => {
  const connections = `
    connection vpn { kind: site-to-site-vpn  network: "vnet-one"  bandwidth: 100 Mbps }
    connection circuit { kind: expressroute-private  network: "vnet-one"  bandwidth: 1 Gbps }
    connection other { kind: site-to-site-vpn  network: "vnet-two" }
  `;
  assert.deepEqual(await replication(TWO_NETWORKS + connections), {
    a: "1074 s: 80 % of the bandwidth (connection 'circuit')",
    b: "1718 s: 500 Mbps (assumed: connection 'other' has no bandwidth written)",
  });
});

test('where nobody wrote of which network the connections are, the slowest counts, and the plan says so', async () => {
  const connections = `
    connection one { kind: site-to-site-vpn  network: "vnet-hub"  bandwidth: 1 Gbps }
    connection two { kind: site-to-site-vpn  network: "vnet-other"  bandwidth: 100 Mbps }
  `;
  const both =
    "21475 s: 80 % of the bandwidth shared by 2 machines (connection 'two', the slowest of 2 that are written)";
  assert.deepEqual(await replication(TWO_NETWORKS + connections), { a: both, b: both });
});
