import { sameName } from '../inventory/world.ts';
import type { ProcessServer } from '../runbook/runbook.ts';
import { processServerOf } from './classic-calls.ts';
import type { Place } from './draft.ts';
import { serverCreation, serverRemoval } from './durations.ts';
import { type Laying, placesOfMachines } from './laying.ts';
import type { SettledMachine } from './settle-machines.ts';

const base = { wave: null, machine: null, irreversible: null, undo: null, restsOn: [] };

/** The step that a machine's process server in Azure must be there for, laid once; nothing where it exists already. */
export function processServerFor(laying: Laying, settled: SettledMachine, after: readonly Place[]): readonly Place[] {
  if (laying.architecture !== 'classic') return [];
  const server = processServerOf(settled);
  if (server === undefined || server.where.value !== 'azure' || server.existing?.value === true) return [];
  const laid = laying.processServers.get(server);
  if (laid !== undefined) return [laid];
  const place = laying.draft.add(
    {
      ...base,
      kind: 'process-server',
      id: `process-server/${server.name}/create`,
      title: `Create the process server ${server.name} in Azure`,
      call: {
        operation: 'create-process-server',
        resourceId: virtualMachineId(laying, server),
        body: null,
        requires: null,
      },
    },
    after,
    serverCreation,
  );
  laying.processServers.set(server, place);
  return [place];
}

/** Removes the process servers that the runbook wants removed, once the machines that use them are home. */
export function layProcessServerRemovals(laying: Laying, machines: readonly SettledMachine[]): void {
  if (laying.architecture !== 'classic' || laying.part === 'until-replicated') return;
  for (const [server, users] of Map.groupBy(machines, processServerOf)) {
    if (server?.where.value !== 'azure' || server.remove?.value !== 'after-failback') continue;
    laying.draft.add(
      {
        ...base,
        kind: 'process-server',
        id: `process-server/${server.name}/remove`,
        title: `Remove the process server ${server.name} from Azure`,
        call: {
          operation: 'remove-process-server',
          resourceId: virtualMachineId(laying, server),
          body: null,
          requires: null,
        },
      },
      placesOfMachines(users, laying.home),
      serverRemoval,
    );
  }
}

/** The captured machine; else the id it will have beside the vault. */
function virtualMachineId({ world, runbook, missing }: Laying, server: ProcessServer): string | null {
  const captured = world?.inventory.processServers?.find(({ name }) => sameName(name, server.serverName))?.azureVmId;
  if (captured !== undefined) return captured;
  const vault = runbook.vault?.value;
  if (vault?.subscription === undefined || vault.resourceGroup === undefined)
    return missing.note(`The machine of process server '${server.name}' is not known`, server.name);
  return (
    `/subscriptions/${vault.subscription.value}/resourceGroups/${vault.resourceGroup.value}` +
    `/providers/Microsoft.Compute/virtualMachines/${server.serverName}`
  );
}
