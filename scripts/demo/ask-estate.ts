import type { Plan } from '../../core/plan/plan.ts';

interface Item {
  readonly properties: {
    readonly friendlyName: string;
    readonly protectionState: string;
    readonly activeLocation: string;
    readonly providerSpecificDetails: { readonly instanceType: string };
  };
}

/**
 * Each machine of the plan as the estate shows it. Home: replicating to Azure again (`InMageRcm`, or `InMageAzureV2` where
 * the architecture is classic), active on the primary side, fully protected.
 */
export async function machinesHome(
  url: string,
  plan: Plan,
): Promise<readonly { name: string; isHome: boolean; why: string }[]> {
  const list = new URL(`${plan.vault.id}/replicationProtectedItems?api-version=2023-06-01`, url);
  const answer = await fetch(list, { headers: { authorization: 'Bearer demo' } });
  const { value } = (await answer.json()) as { value: readonly Item[] };
  const items = new Map(value.map((item) => [item.properties.friendlyName.toLowerCase(), item.properties]));
  return plan.machines.map(({ name }) => {
    const item = items.get(name.toLowerCase());
    if (item === undefined) return { name, isHome: false, why: 'the vault does not protect it' };
    const { protectionState, activeLocation, providerSpecificDetails } = item;
    const { instanceType } = providerSpecificDetails;
    const isForward = instanceType === (plan.architecture === 'classic' ? 'InMageAzureV2' : 'InMageRcm');
    const isHome = isForward && protectionState === 'Protected' && activeLocation === 'Primary';
    return { name, isHome, why: `${instanceType}, ${protectionState}, active on ${activeLocation}` };
  });
}

/** What the recording proxy in front of the estate counted. */
export async function requestsOf(url: string) {
  const answer = await fetch(new URL('/_simulator/requests', url));
  const counts = (await answer.json()) as {
    total: number;
    mutating: number;
    lists: number;
    byStatus: Record<string, number>;
    byItem: Record<string, Record<string, number>>;
  };
  const ofMachines = Object.values(counts.byItem).map((tally) =>
    Object.values(tally).reduce((sum, count) => sum + count, 0),
  );
  const { total, mutating, lists, byStatus } = counts;
  return {
    total,
    mutating,
    lists,
    mostOfOneMachine: Math.max(0, ...ofMachines),
    refused: byStatus['429'] ?? 0,
    lost: byStatus.dropped ?? 0,
  };
}
