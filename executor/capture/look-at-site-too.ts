import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Effects } from '../effects.ts';
import { captureSite } from '../vsphere/capture-site.ts';
import { SITE_NOT_ASKED, type SiteServer, wantedMachines } from './capture-world.ts';
import { mergeSite, type ServerSight, withSite } from './merge-site.ts';

/**
 * The same effects, whose capture looks at the site too, as far as this process can sign in to it. Facts of servers that
 * it cannot ask stay as the plan's inventory has them, as old as they are, and the capture says so.
 */
export function lookAtSiteToo(
  effects: Effects,
  site: () => Promise<readonly SiteServer[]>,
  options: { now(): Date; readonly signal: AbortSignal },
): Effects {
  return {
    ...effects,
    async capture(plan, before, inHand) {
      const [azure, sights] = await Promise.all([
        effects.capture(plan, before, inHand),
        asked(site).then((servers) => Promise.all(servers.map((server) => sightOf(server, options)))),
      ]);
      const names = [...plan.machines.map(({ name }) => name), ...(before?.siteMachines ?? []).map(({ name }) => name)];
      if (sights.some(({ seen }) => seen.vcenters !== undefined))
        return withSite(azure, mergeSite(sights, before, wantedMachines(azure, names)));
      return { ...azure, notCaptured: [...(azure.notCaptured ?? []), notAsked(sights)] };
    },
  };
}

/** Whether a capture left the site, or a server of it, as it was seen before. */
export function siteNotSeen({ notCaptured = [] }: Inventory): NonNullable<Inventory['notCaptured']> {
  return notCaptured.filter(({ what }) => what === SITE_NOT_ASKED || what.startsWith('the site as '));
}

/** What keeps the whole site from being asked, such as an authority whose file is gone, is told and stops no wave. */
async function asked(site: () => Promise<readonly SiteServer[]>): Promise<readonly SiteServer[]> {
  try {
    return await site();
  } catch (error) {
    if (!(error instanceof FailbackError)) throw error;
    const reason = `${error.message}\n${error.remedy}`;
    return [{ kind: 'closed', name: 'all servers', address: '', reason }];
  }
}

async function sightOf(
  one: SiteServer,
  { now, signal }: { now(): Date; readonly signal: AbortSignal },
): Promise<ServerSight> {
  if (one.kind === 'ready') {
    const { name, address, knownAs } = one.server;
    return { name, address: knownAs ?? address, seen: await captureSite([one.server], { now, signal }) };
  }
  const { name, address, reason } = one;
  return { name, address, seen: { notCaptured: [{ what: `the site as '${name}' shows it`, reason }] } };
}

function notAsked(sights: readonly ServerSight[]): NonNullable<Inventory['notCaptured']>[number] {
  const reasons = sights.flatMap(({ seen }) => seen.notCaptured ?? []).map(({ reason }) => reason);
  return { what: SITE_NOT_ASKED, reason: reasons.join('\n') || 'The runbook names no vCenter and no host to ask.' };
}
