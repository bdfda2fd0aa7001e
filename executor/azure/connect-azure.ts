import type { TokenCredential } from '@azure/core-auth';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Clock } from '../clock.ts';
import type { CallOutcome, Effects } from '../effects.ts';
import { probeOnce, rehearsedProbe } from '../operator/probe.ts';
import { rehearseDeed } from '../operator/rehearsed-deed.ts';
import { rehearsedScript, runScript, type ScriptFolder } from '../operator/script.ts';
import { armHttpClient } from './arm-http-client.ts';
import { lastSegment } from './arm-id.ts';
import { ArmQuota } from './arm-quota.ts';
import { ArmRest } from './arm-rest.ts';
import type { ArmSession } from './arm-session.ts';
import type { CaptureProgress } from './capture-parts.ts';
import { captureVault, type NamedInAzure } from './capture-vault.ts';
import { deleteLeftover, isLeftoverCall } from './leftovers.ts';
import type { OtherWire } from './other-wire.ts';
import { isProcessServerCall, type PasswordOf, ProcessServerPort } from './process-server-port.ts';
import type { RequestNote } from './request-log.ts';
import { ServiceTime } from './service-time.ts';
import { isSiteRecoveryCall, SiteRecoveryPort, type VaultAddress } from './site-recovery-port.ts';
import { TrafficPort } from './traffic-port.ts';

export interface AzureConnection extends VaultAddress {
  readonly subscription: string;
  readonly clock: Clock;
  /** Without one: the chain of `@azure/identity` (Azure CLI, environment, managed identity); a simulator needs none. */
  readonly credential?: TokenCredential;
  /** A simulator's address (its proxy); every request goes there and nowhere else, and scripts and probes are rehearsed. */
  readonly endpointRewrite?: string;
  /** An estate in this process instead of a network: everything goes there and nowhere else, and scripts and probes are rehearsed. */
  readonly otherWire?: OtherWire;
  /** Hears of each request once it is over. */
  readonly onRequest?: (note: RequestNote) => void;
  /** Real milliseconds after which an answer counts as lost. */
  readonly timeoutMs?: number;
  /** Passwords of the administrators of servers that the run makes; asked when one is made, and kept nowhere. */
  readonly passwordOf?: PasswordOf;
  /** The scripts of the run; without them none is started. */
  readonly scripts?: ScriptFolder;
}

const TIMEOUT_MS = 100_000;
const NO_SCRIPTS: ScriptFolder = { kept: async () => undefined, output: '' };
const REHEARSED = 'Rehearsal-Only-1';

/** A run has the inventory that its plan was made from, which knows what the runbook named. */
const NOTHING_NAMED: NamedInAzure = { storageAccounts: [], networks: [], servers: [] };

/** Connects to one vault. SDKs are loaded when they are first needed, each a chunk of its own. */
export async function connectAzure(connection: AzureConnection): Promise<Effects> {
  const { clock } = connection;
  const quota = new ArmQuota(clock);
  const time = new ServiceTime(clock);
  const session = await openSession(connection, quota, time);
  const siteRecovery = once(() => SiteRecoveryPort.open(session, connection));
  const traffic = once(() => TrafficPort.open(session));
  const rest = new ArmRest(session);
  const simulator = connection.endpointRewrite;
  const rehearsed = isRehearsed(connection);
  // A simulator keeps what it is sent, so a real password must never travel to it.
  const passwordOf: PasswordOf = rehearsed ? async () => REHEARSED : (connection.passwordOf ?? (async () => undefined));
  const processServers = once(() => ProcessServerPort.open(session, rest, passwordOf));
  const scripts = connection.scripts ?? NO_SCRIPTS;
  return {
    async call(call, requestId): Promise<CallOutcome> {
      if (isSiteRecoveryCall(call)) return (await siteRecovery()).call(call, requestId);
      if (isProcessServerCall(call)) return (await processServers()).call(call, requestId);
      if (isLeftoverCall(call)) return deleteLeftover(rest, call, requestId);
      if (call.operation === 'update-traffic-endpoint') return (await traffic()).call(call, requestId);
      throw new Error(`'${call.operation}' is not a call to Azure.`);
    },
    items: async () => (await siteRecovery()).items(),
    item: async (id) => (await siteRecovery()).item(id),
    recoveryPoints: async (id) => (await siteRecovery()).recoveryPoints(id),
    job: async (id) => (await siteRecovery()).job(id),
    classicServers: async () => (await siteRecovery()).classicServers(),
    powerOf: async (vmId) => (await processServers()).powerOf(vmId),
    jobsBetween: async (from, to) => (await siteRecovery()).jobsBetween(from, to),
    capture: async (plan: Plan, before: Inventory | undefined, inHand) =>
      captureVault(session, connection, {
        before,
        anew: false,
        inHand,
        capturedBy: 'failback preflight',
        machines: new Set(plan.machines.map(({ name }) => name.toLowerCase())),
        named: { ...NOTHING_NAMED, servers: serversOf(before) },
        discovered: false,
      }),
    probe: async (step, signal) => (rehearsed ? rehearsedProbe(step) : probeOnce(step, scripts, signal)),
    script: async (step, signal, tried = 1) => {
      // Azure does not reach machines at home; whoever has the servers of the site does (`runOnSiteToo`).
      if (step.guest?.in === 'site' && !rehearsed)
        return {
          code: undefined,
          note: `'${step.script}' was not started: no server of the site could be asked to run it.`,
        };
      if (step.guest?.in === 'azure') {
        // Over the wire in a rehearsal, too: the simulated machine takes the script and runs nothing.
        const { runInAzure } = await import('./run-command.ts');
        const outcome = await runInAzure(rest, step, step.guest, { folder: scripts, clock, signal, tried });
        return rehearsed ? { ...outcome, note: `Rehearsed, and nothing was run: ${outcome.note}` } : outcome;
      }
      return rehearsed ? rehearsedScript(step) : runScript(step, scripts, signal, tried);
    },
    ...(simulator === undefined ? {} : { rehearse: (deed) => rehearseDeed(simulator, deed) }),
    serviceTime: () => time.now(),
    quota: () => quota.writes(),
    close: async () => {},
  };
}

/** Machines of classic process servers, for their parts are among what the plan removes. */
function serversOf(before: Inventory | undefined): readonly string[] {
  return (before?.processServers ?? []).flatMap(({ azureVmId }) =>
    azureVmId === undefined ? [] : lastSegment(azureVmId),
  );
}

export interface AzureCaptureOptions {
  readonly before?: Inventory;
  readonly named?: NamedInAzure;
  /** Takes the machines of the site from what the appliance discovered, since nobody asks vCenter. */
  readonly discovered?: boolean;
  readonly inFlight?: number;
  readonly progress?: (progress: CaptureProgress) => void;
  readonly signal?: AbortSignal;
}

/** Captures a whole vault: what `failback capture` writes of Azure. @throws whatever the signal was aborted with */
export async function captureAzure(
  connection: AzureConnection,
  { signal, before, named, discovered, ...rest }: AzureCaptureOptions = {},
): Promise<Inventory> {
  const session = await openSession(connection, new ArmQuota(connection.clock), new ServiceTime(connection.clock));
  return captureVault(signal === undefined ? session : { ...session, signal }, connection, {
    ...rest,
    before,
    anew: true,
    inHand: new Set(),
    capturedBy: 'failback capture',
    machines: undefined,
    named: named ?? NOTHING_NAMED,
    discovered: discovered ?? false,
  });
}

/** The connection that a plan needs; undefined while the plan does not know its vault. */
export function vaultOf(plan: Plan): (VaultAddress & { readonly subscription: string }) | undefined {
  const { subscription, resourceGroup, name } = plan.vault;
  if (subscription === null || resourceGroup === null) return undefined;
  return { subscription, resourceGroup, vault: name };
}

async function openSession(connection: AzureConnection, quota: ArmQuota, time: ServiceTime): Promise<ArmSession> {
  const [{ createDefaultHttpClient }, { clientOver }] = await Promise.all([
    import('@azure/core-rest-pipeline'),
    import('./other-wire.ts'),
  ]);
  const httpClient = armHttpClient({
    send: connection.otherWire === undefined ? createDefaultHttpClient() : clientOver(connection.otherWire),
    quota,
    time,
    timeoutMs: connection.timeoutMs ?? TIMEOUT_MS,
    rewriteTo: connection.endpointRewrite,
    onRequest: connection.onRequest,
  });
  return {
    credential: connection.credential ?? (await credentialFor(connection)),
    subscription: connection.subscription,
    httpClient,
    clock: connection.clock,
  };
}

/** Whether nothing of this connection reaches the real service. */
function isRehearsed({ endpointRewrite, otherWire }: AzureConnection): boolean {
  return endpointRewrite !== undefined || otherWire !== undefined;
}

async function credentialFor(connection: AzureConnection): Promise<TokenCredential> {
  // The simulator asks for no identity, and a real token must never travel to it.
  if (isRehearsed(connection))
    return { getToken: async () => ({ token: 'simulated', expiresOnTimestamp: Date.now() + 86_400_000 }) };
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
