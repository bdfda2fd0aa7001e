import type { World } from '../inventory/world.ts';
import type { Runbook, Wave } from '../runbook/runbook.ts';
import type { Plan, PlannedMachine, PlannedWave } from './plan.ts';
import type { Rounds } from './rounds.ts';
import type { SettledMachine } from './settle-machines.ts';

/** The vault as captured, else as declared. */
export function plannedVault({ vault }: Runbook, world: World | undefined): Plan['vault'] {
  const declared = vault?.value;
  const captured = world?.inventory.vault;
  const [, subscription, resourceGroup] =
    /\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\//i.exec(captured?.id ?? '') ?? [];
  return {
    name: declared?.vaultName ?? captured?.name ?? 'unknown',
    id: captured?.id ?? null,
    subscription: subscription ?? declared?.subscription?.value ?? null,
    resourceGroup: resourceGroup ?? declared?.resourceGroup?.value ?? null,
    region: captured?.location ?? declared?.region?.value ?? null,
  };
}

/** The machines in the order in which they fail over. */
export function plannedMachines({ rounds }: Rounds): PlannedMachine[] {
  return rounds.flatMap(({ cells }) =>
    cells.flatMap(({ number, machines }) => machines.map((settled) => plannedMachine(settled, number))),
  );
}

function plannedMachine(settled: SettledMachine, batch: number): PlannedMachine {
  const { machine, wave, item, azureVm, via, datastore, location, family, disks, bytes, app } = settled;
  return {
    name: machine.name,
    wave: wave.name,
    itemId: item?.id ?? null,
    azureVmId: azureVm?.id ?? item?.azureVmId ?? null,
    os: family ?? null,
    location,
    via: via?.name ?? null,
    datastore: datastore ?? null,
    disks: disks ?? null,
    bytes: bytes ?? null,
    batch,
    app: app?.name ?? null,
  };
}

export function plannedWaves(
  runbook: Runbook,
  waves: readonly Wave[],
  machines: readonly SettledMachine[],
): PlannedWave[] {
  const byWave = Map.groupBy(machines, ({ wave }) => wave);
  return waves.map((wave) => ({
    name: wave.name,
    after: wave.after.map(({ value }) => value),
    machines: (byWave.get(wave) ?? []).map(({ machine }) => machine.name),
    atMost: wave.atMost?.value ?? null,
    objective: wave.objective?.value ?? runbook.objective?.value ?? null,
    onFailure: wave.onFailure?.value ?? 'hold',
  }));
}

/** At the original location only changes travel, nobody knows how much; at the alternate one everything does. */
export function bytesToMove(machines: readonly SettledMachine[], part: Plan['part']): Plan['bytes'] {
  let low = 0;
  let high = 0;
  if (part === 'from-cutover') return { low, high };
  for (const { location, bytes = 0 } of machines) {
    high += bytes;
    if (location === 'alternate') low += bytes;
  }
  return { low, high };
}

/** What the machines in Azure cost an hour until they are committed; null where nobody knows, or in several currencies. */
export function costPerHour(machines: readonly SettledMachine[]): Plan['costPerHour'] {
  const costs = machines.flatMap(({ azureVm }) => azureVm?.hourlyCost ?? []);
  const [first] = costs;
  if (first === undefined || costs.some(({ currency }) => currency !== first.currency)) return null;
  const amount = costs.reduce((sum, { amount }) => sum + amount, 0);
  return { amount: Math.round(amount * 10_000) / 10_000, currency: first.currency };
}
