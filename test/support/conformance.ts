import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Exchange } from '../../simulator/exchange.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const shared = join(root, '../shared');
const home = join(root, '.cache/arm-conformance');
const copy = join(home, 'tools/arm-conformance');

/** What the shared swagger has of what is spoken here; the judge by itself reads less. */
const network = 'specification/network/resource-manager/Microsoft.Network/stable/2024-01-01';
const specifications = [
  'specification/recoveryservicessiterecovery/resource-manager/Microsoft.RecoveryServices/stable/2023-06-01/service.json',
  'specification/compute/resource-manager/Microsoft.Compute/ComputeRP/stable/2024-03-01/{virtualMachine,runCommand}.json',
  `${network}/{virtualNetwork,virtualNetworkGateway,expressRouteCircuit,networkInterface,publicIpAddress,privateEndpoint}.json`,
  'specification/trafficmanager/resource-manager/Microsoft.Network/stable/2022-04-01/trafficmanager.json',
];

type Judge = (exchange: Exchange) => Promise<{
  readonly operationId: string | undefined;
  readonly violations: readonly { readonly side: string; readonly code: string; readonly message: string }[];
}>;

const watched: Exchange[] = [];

/**
 * Keeps what a simulator exchanged, to be judged against Microsoft's own swagger when the tests of this process are
 * done. The judge takes seconds to load, so it is asked once.
 */
export function judgeLater(simulator: Simulator): void {
  watched.push(...simulator.exchanges());
}

after(async () => {
  if (watched.length === 0) return;
  const judge = await findJudge();
  if (judge === undefined) return;
  const { fallShort, judged } = await judgeAll(judge, watched);
  assert.ok(judged > 0, 'The judge must have something to judge.');
  assert.deepEqual(fallShort, [], `${fallShort.length} of ${judged} exchanges fall short of Microsoft's swagger.`);
});

export async function judgeAll(
  judge: Judge,
  exchanges: readonly Exchange[],
): Promise<{ readonly fallShort: readonly string[]; readonly judged: number }> {
  const covered = exchanges.filter(isCovered);
  const fallShort: string[] = [];
  for (const exchange of covered) {
    const { operationId, violations } = await judge(exchange);
    // A request that a test got wrong on purpose was refused; only the refusal is judged.
    const counted = exchange.status < 400 ? violations : violations.filter(({ side }) => side === 'response');
    if (counted.length > 0)
      fallShort.push(`${exchange.method} ${exchange.status} ${operationId}: ${JSON.stringify(counted)}`);
  }
  return { fallShort, judged: covered.length };
}

/** Those swaggers lack disks, snapshots, locks and rights, storage accounts, the appliance's site and the vault itself. */
function isCovered({ url }: Exchange): boolean {
  const path = new URL(url).pathname;
  if (/Microsoft\.(OffAzure|Storage|Authorization)\//i.test(path)) return false;
  if (/\/(disks|snapshots)(\/|$)/i.test(path)) return false;
  return !/\/vaults\/[^/]+$/i.test(path);
}

/** @returns undefined where the judge is not at hand, having said so. */
export async function findJudge(): Promise<Judge | undefined> {
  if (!existsSync(join(shared, 'tools/arm-conformance/judge.mjs'))) {
    leftOut('the judge (../shared/tools/arm-conformance) is not here');
    return undefined;
  }
  try {
    install();
  } catch (error) {
    if (process.env.CI !== undefined) throw error;
    leftOut(`its package 'oav' could not be installed: ${(error as Error).message.split('\n')[0]}`);
    return undefined;
  }
  const module = (await import(pathToFileURL(join(copy, 'judge.mjs')).href)) as {
    makeJudge(patterns: readonly string[]): Promise<Judge>;
  };
  return module.makeJudge(specifications);
}

/** Copies the judge to where it may be written, and installs what it needs; one process at a time. */
function install(): void {
  if (existsSync(join(copy, 'node_modules/oav'))) return;
  mkdirSync(copy, { recursive: true });
  cpSync(join(shared, 'tools/arm-conformance'), copy, { recursive: true });
  rmSync(join(home, 'specs'), { force: true, recursive: true });
  symlinkSync(join(shared, 'specs'), join(home, 'specs'));
  execFileSync('chmod', ['-R', 'u+w', copy]);
  execFileSync(
    'flock',
    [join(home, 'lock'), 'sh', '-c', '[ -d node_modules/oav ] || npm install --no-audit --no-fund --silent'],
    { cwd: copy, stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

function leftOut(why: string): void {
  console.error(`LEFT OUT: nothing was judged against Microsoft's swagger, for ${why}.`);
}
