import { INVENTORY_VERSION, type Inventory } from '../../core/inventory/inventory.ts';
import { spelledAs } from '../../core/inventory/spelling.ts';
import { fold } from '../../core/inventory/world.ts';
import type { CaptureProgress } from '../azure/capture-parts.ts';
import type { NamedInAzure } from '../azure/capture-vault.ts';
import { type AzureConnection, captureAzure } from '../azure/connect-azure.ts';
import { captureSite } from '../vsphere/capture-site.ts';
import type { VSphereServer } from '../vsphere/vsphere-server.ts';
import { mergeSite, type ServerSight, withSite } from './merge-site.ts';

/** A server of the site as a capture finds it: ready to be asked, or with the reason why nobody can. */
export type SiteServer =
  | { readonly kind: 'ready'; readonly server: VSphereServer }
  | { readonly kind: 'closed'; readonly name: string; readonly address: string; readonly reason: string };

export interface WorldToCapture {
  /** Undefined: Azure is not asked, and what was captured of it before stays. */
  readonly azure: AzureConnection | undefined;
  /** Undefined: the site is not asked, and what was captured of it before stays. */
  readonly site: readonly SiteServer[] | undefined;
  /** The inventory that is to be renewed. */
  readonly before: Inventory | undefined;
  readonly named: NamedInAzure;
  /** Names of machines that the runbook speaks of; those of protected items matter anyway, and others stay out. */
  readonly machines: readonly string[];
}

export interface WorldCaptureOptions {
  now(): Date;
  readonly inFlight?: number;
  readonly signal?: AbortSignal;
  progress?(progress: CaptureProgress): void;
}

/** How a capture says that it left the site alone because it was told to. */
export const SITE_NOT_ASKED = 'hosts, datastores and machines of the site';
/** … and Azure. */
export const AZURE_NOT_ASKED = 'the vault and what is in Azure';

/**
 * World to inventory: Azure and the site, asked at the same time. What could not be read is told with its reason and
 * left out, so that its rules are unknown; what was not asked for stays as it was seen before.
 * @throws FailbackError when the vault cannot be read at all; what the signal was aborted with
 */
export async function captureWorld(world: WorldToCapture, options: WorldCaptureOptions): Promise<Inventory> {
  // One that fails ends the other, so that nothing goes on behind an error.
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const [azure, sights] = await Promise.all([
    ofAzure(world, options, signal),
    ofSite(world.site, options, signal),
  ] as const).catch((error: unknown) => {
    stop.abort(error);
    throw error;
  });
  const { before } = world;
  if (sights === undefined) return { ...keptOfSite(before, azure), notCaptured: told(azure, SITE_NOT_ASKED, before) };
  return withSite(azure, mergeSite(sights, before, wantedMachines(azure, world.machines)));
}

async function ofAzure(
  { azure, before, named, site }: WorldToCapture,
  { inFlight, progress, now }: WorldCaptureOptions,
  signal: AbortSignal,
): Promise<Inventory> {
  if (azure === undefined) return withoutSite(before, now());
  const seen = await captureAzure(azure, {
    named,
    signal,
    discovered: site === undefined || site.some(({ kind }) => kind === 'closed'),
    ...(before === undefined ? {} : { before }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(progress === undefined ? {} : { progress: (made) => progress(made) }),
  });
  return before === undefined ? seen : spelledAs(seen, before);
}

/** Each server is asked by itself, so that it is known which of them did not show what. */
async function ofSite(
  site: readonly SiteServer[] | undefined,
  { now, progress }: WorldCaptureOptions,
  signal: AbortSignal,
): Promise<readonly ServerSight[] | undefined> {
  if (site === undefined) return undefined;
  return Promise.all(
    site.map(async (one): Promise<ServerSight> => {
      if (one.kind === 'closed') {
        const { name, address, reason } = one;
        return { name, address, seen: { notCaptured: [{ what: `the site as '${name}' shows it`, reason }] } };
      }
      const { name, address, knownAs } = one.server;
      const seen = await captureSite([one.server], {
        now,
        signal,
        ...(progress === undefined ? {} : { progress: (what: string) => progress({ what }) }),
      });
      return { name, address: knownAs ?? address, seen };
    }),
  );
}

/** With Azure left alone the inventory is as old as it was: what rests on the absence of a thing in Azure is no fresher. */
function withoutSite(before: Inventory | undefined, now: Date): Inventory {
  const none = { what: AZURE_NOT_ASKED, reason: `Nobody asked Azure.${keptSince(before)}` };
  if (before === undefined)
    return {
      schema: 'failback/inventory',
      version: INVENTORY_VERSION,
      capturedAt: now.toISOString(),
      capturedBy: 'failback capture',
      notCaptured: [none],
    };
  const { hosts: _, datastores: _d, storageClusters: _s, siteMachines: _m, unreadMachines: _u, ...rest } = before;
  return { ...rest, notCaptured: [none] };
}

function keptOfSite(before: Inventory | undefined, azure: Inventory): Inventory {
  const { hosts, datastores, storageClusters, siteMachines, unreadMachines } = before ?? {};
  const kept = Object.entries({ hosts, datastores, storageClusters, siteMachines, unreadMachines });
  return { ...azure, ...Object.fromEntries(kept.filter(([, rows]) => rows !== undefined)) };
}

function told(azure: Inventory, what: string, before: Inventory | undefined): NonNullable<Inventory['notCaptured']> {
  return [...(azure.notCaptured ?? []), { what, reason: `Nobody asked vCenter.${keptSince(before)}` }];
}

function keptSince(before: Inventory | undefined): string {
  return before === undefined ? '' : ' What was captured before stays, with the time at which it was seen.';
}

/** Protected machines, those of the runbook, and the servers that serve them: the rest of a site is nobody's business here. */
export function wantedMachines(azure: Inventory, named: readonly string[]): (name: string) => boolean {
  const wanted = [
    ...named,
    ...(azure.items ?? []).flatMap(({ friendlyName, targetVmName }) => [friendlyName, targetVmName ?? friendlyName]),
    ...(azure.masterTargets ?? []).map(({ name }) => name),
    ...(azure.configurationServers ?? []).map(({ name }) => name),
    ...(azure.processServers ?? []).map(({ name }) => name),
    ...(azure.appliances ?? []).flatMap(({ name, fqdn }) => [name, fqdn?.split('.')[0] ?? name]),
  ];
  const folded = new Set(wanted.map((name) => fold(name)));
  return (name) => folded.has(fold(name));
}
