import type { ChangedFact } from '../inventory/changed-facts.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { fold } from '../inventory/world.ts';
import { decisionOf } from '../plan/decisions.ts';
import type { Plan, PlannedMachine, PlanStep } from '../plan/plan.ts';
import { indexOf } from './plan-index.ts';
import { callsOf } from './step-calls.ts';

/**
 * The steps still to do that rest on a fact: those that are decided otherwise for its sake (`otherwise`), else those whose
 * call names the thing, else the next call of each machine that comes home by it. Of a thing that serves all machines,
 * such as the vault, that is the next call of each.
 */
export function stepsRestingOn(
  plan: Plan,
  open: ReadonlySet<string>,
  change: ChangedFact,
  before: Inventory,
  otherwise: readonly string[],
): readonly PlanStep[] {
  const { steps } = indexOf(plan);
  if (otherwise.length > 0) return otherwise.flatMap((id) => steps.get(id) ?? []);
  const still = plan.steps.filter(({ id }) => open.has(id));
  if (change.section === 'locks') return still.filter(({ kind }) => kind === 'commit' || kind === 'remove-leftovers');
  const shared = new Set(machinesOn(plan, change, before).map(({ name }) => name));
  if (shared.size === 0) {
    const naming = still.filter((step) => callsOf(step).some(({ resourceId }) => names(resourceId, change.key)));
    if (naming.length > 0) return naming;
  }
  const told = new Set<string>();
  return still.filter((step) => {
    if (step.machine === null || told.has(step.machine) || callsOf(step).length === 0) return false;
    if (shared.size > 0 && !shared.has(step.machine)) return false;
    told.add(step.machine);
    return true;
  });
}

/** Steps of both plans that they decide otherwise. */
export function decidedOtherwise(one: Plan, other: Plan, open: ReadonlySet<string>): string[] {
  const { steps } = indexOf(other);
  const wayOf = (step: PlanStep) => JSON.stringify([step.waitsFor, decisionOf(step)]);
  return one.steps.flatMap((step) => {
    if (!open.has(step.id)) return [];
    const now = steps.get(step.id);
    return now !== undefined && wayOf(step) === wayOf(now) ? [] : [step.id];
  });
}

function machinesOn(plan: Plan, { section, key, thing }: ChangedFact, before: Inventory): readonly PlannedMachine[] {
  const folded = (name: string | null | undefined) => (name == null ? undefined : fold(name));
  const named = folded(/'(.*)'$/.exec(thing)?.[1]);
  const isNamed = (name: string | null | undefined) => folded(name) === named;
  const old = new Map((before.siteMachines ?? []).map((machine) => [fold(machine.name), machine]));
  const itemNames = new Map((before.items ?? []).map(({ id, friendlyName }) => [id.toLowerCase(), friendlyName]));
  const oldOf = ({ name, itemId }: PlannedMachine) => old.get(fold(itemNames.get(itemId?.toLowerCase() ?? '') ?? name));
  return plan.machines.filter((machine) => {
    switch (section) {
      case 'items':
        return names(machine.itemId, key);
      case 'azureVms':
        return names(machine.azureVmId, key);
      case 'appliances':
      case 'masterTargets':
        return isNamed(machine.via);
      case 'datastores':
        return isNamed(machine.datastore) || oldOf(machine)?.datastores.some(isNamed) === true;
      case 'siteMachines':
      case 'unreadMachines':
        return isNamed(machine.name) || isNamed(oldOf(machine)?.name) || isNamed(machine.via);
      case 'hosts':
        return isNamed(oldOf(machine)?.host);
      case 'vcenters':
        return isNamed(oldOf(machine)?.vcenter);
      default:
        return false;
    }
  });
}

/** The thing itself or a part of it, by ARM id; keys carry a slash of their own in front. */
function names(id: string | null, key: string): boolean {
  if (id === null) return false;
  const whole = id.toLowerCase();
  const wanted = key.replace(/^\/+/, '/');
  return wanted.length > 1 && (whole === wanted || whole.startsWith(`${wanted}/`));
}
