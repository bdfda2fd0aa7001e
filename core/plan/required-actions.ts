import { type AzureOperation, azureActions } from '../rules/azure-actions.ts';
import { callsOf } from '../run/step-calls.ts';
import type { Plan } from './plan.ts';

/** The least that the account of a run must be allowed in Azure. */
export interface RequiredActions {
  /** By operation, in the order in which the plan meets them. */
  readonly byOperation: ReadonlyMap<AzureOperation, readonly string[]>;
  /** All of them, each once, in order. */
  readonly actions: readonly string[];
  /** Resource groups in which they are needed, as ARM ids; each once. */
  readonly scopes: readonly string[];
}

/** What this very plan asks of Azure, and no more. The way back from a failover is among it. */
export function requiredActions(plan: Plan): RequiredActions {
  const operations = new Set<AzureOperation>(['look']);
  const ids = [plan.vault.id, ...plan.machines.flatMap(({ itemId, azureVmId }) => [itemId, azureVmId])];
  for (const step of plan.steps) {
    for (const { operation, resourceId } of callsOf(step)) {
      if (operation === 'delete-old-machine') continue;
      operations.add(operation);
      ids.push(resourceId);
    }
    if (step.kind === 'failover' && step.undo !== null) operations.add('cancel-failover');
    if (step.kind === 'run' && step.guest?.in === 'azure') operations.add('run-inside');
  }
  const byOperation = new Map([...operations].map((operation) => [operation, azureActions[operation]]));
  return {
    byOperation,
    actions: [...new Set([...byOperation.values()].flat())].sort(),
    scopes: groupsOf(ids),
  };
}

/** A role of its own for one plan. @source az role definition create: the JSON it takes */
export function customRole(plan: Plan) {
  const { actions, scopes } = requiredActions(plan);
  return {
    Name: `failback ${plan.runbook.name}`,
    IsCustom: true,
    Description: `What a run of plan ${plan.hash.slice(0, 12)} calls, and nothing else.`,
    Actions: actions,
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: scopes,
  };
}

function groupsOf(ids: readonly (string | null)[]): readonly string[] {
  const groups = new Map<string, string>();
  for (const id of ids) {
    const [group] = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id ?? '') ?? [];
    if (group !== undefined && !groups.has(group.toLowerCase())) groups.set(group.toLowerCase(), group);
  }
  return [...groups.values()].sort();
}
