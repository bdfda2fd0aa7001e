import type { ProcessServer, Runbook } from '../runbook/runbook.ts';
import { passwordVariable } from '../server-password.ts';
import { processServerOf } from './classic-calls.ts';
import type { Place } from './draft.ts';
import { manualWork, registration, serverCreation, serverRemoval } from './durations.ts';
import { type Laying, placesOfMachines } from './laying.ts';
import { cleanUpIsFinal } from './points-of-no-return.ts';
import { creationCalls, removalCalls, type ServerSettings, sayImage } from './process-server-calls.ts';
import { isToBeMade, serverParts, serverSettings } from './process-server-settings.ts';
import type { SettledMachine } from './settle-machines.ts';

const base = { wave: null, machine: null, irreversible: null, undo: null };

/**
 * What a machine's process server in Azure must have behind it before the machine may replicate, laid once: it is made, a
 * person registers it, and the vault shows it. Nothing where it exists already.
 */
export function processServerFor(laying: Laying, settled: SettledMachine, after: readonly Place[]): readonly Place[] {
  if (laying.architecture !== 'classic') return [];
  const server = processServerOf(settled);
  if (server === undefined || !isToBeMade(server, laying.world)) return [];
  const laid = laying.processServers.get(server) ?? layServer(laying, server, after);
  laying.processServers.set(server, laid);
  return [laid];
}

function layServer(laying: Laying, server: ProcessServer, after: readonly Place[]): Place {
  const { draft, runbook, world, missing } = laying;
  const id = (what: string) => `process-server/${server.name}/${what}`;
  const settings = serverSettings(server, runbook, world, missing);
  const made = draft.add(
    {
      ...base,
      kind: 'process-server',
      id: id('create'),
      title: `Create the process server ${server.name} in Azure`,
      calls: creationCalls(settings),
      restsOn: [sayMachine(settings), sayImage(settings.image)],
    },
    after,
    serverCreation,
  );
  const registered = draft.add(
    {
      ...base,
      kind: 'ask',
      id: id('register'),
      title: `Register the process server ${server.name} with the configuration server`,
      by: { mode: 'any', people: [] },
      expiresAfter: null,
      how: howToRegister(settings, runbook),
      restsOn: [],
    },
    [made],
    manualWork,
  );
  return draft.add(
    {
      ...base,
      kind: 'registered',
      id: id('registered'),
      title: `Wait until the vault shows the process server ${server.name}`,
      server: server.serverName,
      restsOn: [],
    },
    [registered],
    registration,
  );
}

function sayMachine({ name, size, subnetId, scope, administrator }: ServerSettings): string {
  const last = (id: string | null) => (id === null ? 'nobody knows where' : `'${id.slice(id.lastIndexOf('/') + 1)}'`);
  return (
    `A machine of size ${size} in resource group ${last(scope)} and subnet ${last(subnetId)}, without a public address. ` +
    `The password of its administrator${administrator === null ? '' : ` '${administrator}'`} is asked of the environment (${passwordVariable(name)}) when it is made, and written nowhere.`
  );
}

/**
 * A person does it, for it takes a passphrase that no file may hold.
 * @source includes/site-recovery-vmware-register-process-server; genpassphrase: vmware-azure-manage-configuration-server
 */
function howToRegister({ name, administrator }: ServerSettings, { configurationServers }: Runbook): string[] {
  const [only, other] = configurationServers;
  const server = other === undefined ? only : undefined;
  const address = server?.address?.value ?? 'the address of the configuration server';
  const who = server === undefined ? 'the configuration server' : `'${server.serverName}'`;
  return [
    `Sign in to the machine '${name}' by remote desktop${administrator === null ? '' : ` as '${administrator}'`}, over the connection to its network or through a bastion: it has no public address.`,
    'The process server configuration tool opens by itself; its shortcut on the desktop is cspsconfigtool.',
    `Give it ${address}, port 443, and the passphrase. That is shown on ${who} by %ProgramData%\\ASR\\home\\svsystems\\bin\\genpassphrase.exe -v. Do not write it down, and do not make a new one: the machines that are connected would lose it.`,
    'Leave the data transfer port as it is, and save.',
  ];
}

/** Removes the process servers that the runbook wants removed, once the machines that use them are home. */
export function layProcessServerRemovals(laying: Laying, machines: readonly SettledMachine[]): void {
  const { runbook, world, missing } = laying;
  if (laying.architecture !== 'classic' || laying.part === 'until-replicated') return;
  for (const [server, users] of Map.groupBy(machines, processServerOf)) {
    if (server?.where.value !== 'azure' || server.remove?.value !== 'after-failback') continue;
    laying.draft.add(
      {
        ...base,
        kind: 'process-server',
        id: `process-server/${server.name}/remove`,
        title: `Remove the process server ${server.name} from Azure`,
        calls: removalCalls(serverParts(server, runbook, world, missing, laying.processServers.has(server))),
        irreversible: cleanUpIsFinal,
        restsOn: [],
      },
      placesOfMachines(users, laying.home),
      serverRemoval,
    );
  }
}
