import type { CapturedItem, CapturedProcessServer, Inventory } from '../../core/inventory/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { LedgerState } from '../../core/run/ledger.ts';

/**
 * What a classic run made and removed is no fact that moved: a process server that the plan makes was not there when it
 * was made, one that it removed was, and an item that a reprotect renamed is the one that the plan knows by its old id.
 */
export function withoutWhatWeMade(
  plan: Plan,
  state: LedgerState,
  before: Inventory | undefined,
  fresh: Inventory,
): Inventory {
  const renamed = new Set([...state.itemIds.values()].map((id) => id.toLowerCase()));
  const known = new Map((before?.processServers ?? []).map((server) => [server.name.toLowerCase(), server]));
  const made = new Set(
    [...serversOf(plan, state, 'create-process-server').values()].filter((name) => !known.has(name)),
  );
  const removed = new Set(removedServers(plan, state).values());
  if (renamed.size === 0 && made.size === 0 && removed.size === 0) return fresh;
  const items = fresh.items?.filter(({ id }) => !renamed.has(id.toLowerCase()));
  const processServers = fresh.processServers
    ?.filter(({ name }) => !made.has(name.toLowerCase()))
    .map((server) => (removed.has(server.name.toLowerCase()) ? asItWas(server, known, fresh.capturedAt) : server));
  return {
    ...fresh,
    ...(items === undefined ? {} : { items }),
    ...(processServers === undefined ? {} : { processServers }),
  };
}

/**
 * Items with their agents heard as long before `seenAt` as they were before the capture: an item that is taken as it was
 * must not seem silent because time went on.
 */
export function heardAsLate(items: readonly CapturedItem[], seenAt: string): readonly CapturedItem[] {
  return items.map((item) => {
    const { agent } = item;
    if (agent?.lastHeartbeat === undefined) return item;
    const silence = Date.parse(item.seenAt) - Date.parse(agent.lastHeartbeat);
    return { ...item, agent: { ...agent, lastHeartbeat: new Date(Date.parse(seenAt) - silence).toISOString() } };
  });
}

/** Process servers that this run began to remove: their names by the ids of their machines, both in lower case. */
export function removedServers(plan: Plan, state: LedgerState): ReadonlyMap<string, string> {
  return serversOf(plan, state, 'remove-process-server');
}

/** The configuration server goes on listing one that was removed, as silent. */
function asItWas(
  server: CapturedProcessServer,
  known: ReadonlyMap<string, CapturedProcessServer>,
  seenAt: string,
): CapturedProcessServer {
  return { ...(known.get(server.name.toLowerCase()) ?? server), seenAt, lastHeartbeat: seenAt };
}

function serversOf(
  plan: Plan,
  state: LedgerState,
  wanted: 'create-process-server' | 'remove-process-server',
): ReadonlyMap<string, string> {
  const servers = new Map<string, string>();
  for (const step of plan.steps) {
    if (step.kind !== 'process-server' || (state.steps.get(step.id)?.attempt ?? 0) === 0) continue;
    for (const { operation, resourceId } of step.calls) {
      if (operation !== wanted || resourceId === null) continue;
      const id = resourceId.toLowerCase();
      servers.set(id, id.slice(id.lastIndexOf('/') + 1));
    }
  }
  return servers;
}
