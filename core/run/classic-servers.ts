import type { CapturedMasterTarget, CapturedProcessServer } from '../inventory/inventory.ts';
import { sameName } from '../inventory/world.ts';
import { type Json, processServersIn, replaced } from '../plan/references.ts';
import { minutes, type Seconds } from '../quantity.ts';

/** The classic servers as the vault's fabrics show them now. */
export interface ClassicServers {
  readonly processServers: readonly CapturedProcessServer[];
  readonly masterTargets: readonly CapturedMasterTarget[];
}

/** A server that was not heard for longer may be gone. */
export const SILENT_AFTER: Seconds = minutes(15);

export function processServerNamed(
  { processServers }: ClassicServers,
  name: string,
): CapturedProcessServer | undefined {
  return processServers.find((server) => sameName(server.name, name));
}

/** Whether the vault heard of it lately. One that tells no time was never heard. */
export function isHeard({ lastHeartbeat }: Pick<CapturedProcessServer, 'lastHeartbeat'>, now: Date): boolean {
  return lastHeartbeat !== undefined && now.getTime() - Date.parse(lastHeartbeat) <= SILENT_AFTER * 1000;
}

/** A body in which process servers that the run made have the ids that the vault gave them; else what is not there yet. */
export function withServerIds(
  body: Json,
  servers: ClassicServers | undefined,
): { readonly body: Json } | { readonly unmet: string } {
  const missing = processServersIn(body).find(
    (name) => servers === undefined || processServerNamed(servers, name) === undefined,
  );
  if (missing !== undefined) return { unmet: `The vault does not show the process server '${missing}'.` };
  return {
    body: replaced(body, (reference) =>
      '$processServer' in reference && servers !== undefined
        ? processServerNamed(servers, reference.$processServer)?.id
        : undefined,
    ),
  };
}

/**
 * Why a classic reprotect would fail with what the vault knows of its servers just now, as a sentence; undefined when
 * nothing speaks against it. What was set up a moment ago takes a quarter of an hour until the vault shows it.
 * @source vmware-azure-reprotect, vmware-azure-prepare-failback: up to 15 minutes for retention drives and datastores
 */
export function unmetServers(
  body: Json,
  { processServers, masterTargets }: ClassicServers,
  now: Date,
): string | undefined {
  const details = reprotectDetails(body);
  if (details === undefined) return undefined;
  const server = processServers.find(({ id }) => sameName(id, details.processServerId));
  if (server === undefined) return `The vault does not show the process server '${details.processServerId}'.`;
  if (!isHeard(server, now))
    return `The process server '${server.name}' was not heard since ${server.lastHeartbeat ?? 'it was registered'}.`;
  const target = masterTargets.find(({ id }) => sameName(id, details.masterTargetId));
  if (target === undefined) return `The vault does not show the master target '${details.masterTargetId}'.`;
  if (!isHeard(target, now))
    return `The master target '${target.name}' was not heard since ${target.lastHeartbeat ?? 'it was registered'}.`;
  if (!target.retentionVolumes.some(({ name }) => sameName(name, details.retentionDrive)))
    return `The vault does not show the retention drive '${details.retentionDrive}' of the master target '${target.name}'.`;
  if (!target.datastores.some((name) => sameName(name, details.datastoreName)))
    return `The vault does not show that the master target '${target.name}' reaches the datastore '${details.datastoreName}'.`;
  return undefined;
}

/** The servers that the body of a classic reprotect towards the site names; undefined for any other body. */
export function reprotectDetails(body: Json) {
  const details = field(field(body, 'properties'), 'providerSpecificDetails');
  if (field(details, 'instanceType') !== 'InMage') return undefined;
  const text = (name: string) => {
    const value = field(details, name);
    return typeof value === 'string' ? value : undefined;
  };
  const masterTargetId = text('masterTargetId');
  const processServerId = text('processServerId');
  if (masterTargetId === undefined || processServerId === undefined) return undefined;
  return {
    masterTargetId,
    processServerId,
    retentionDrive: text('retentionDrive') ?? '',
    datastoreName: text('datastoreName') ?? '',
  };
}

function field(value: Json | undefined, name: string): Json | undefined {
  return value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)
    ? undefined
    : value[name];
}
