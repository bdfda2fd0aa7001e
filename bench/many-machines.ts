import type { Inventory } from '../core/inventory/inventory.ts';
import { hashPlan } from '../core/plan/hash-plan.ts';
import { makePlan } from '../core/plan/make-plan.ts';
import type { Plan, PlanStep } from '../core/plan/plan.ts';
import { loadRunbook } from '../language-server/src/load-runbook.ts';

/** The example estate with its first machine copied as often as wanted, each with ids of its own. */
export function manyMachines(inventory: Inventory, count: number): Inventory {
  const [pattern] = inventory.items ?? [];
  const vm = (inventory.azureVms ?? []).find(({ id }) => id.toLowerCase() === pattern?.azureVmId?.toLowerCase());
  if (pattern === undefined || vm === undefined) throw new Error('The example has no machine to copy.');
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1).padStart(5, '0'));
  const renamed = (text: string, number: string) => text.replaceAll(pattern.friendlyName, `vm-${number}`);
  const item = (number: string) => {
    const name = `${pattern.name.slice(0, -5)}${number}`;
    return {
      ...pattern,
      name,
      friendlyName: `vm-${number}`,
      id: pattern.id.replace(pattern.name, name),
      internalIdentifier: `${(pattern.internalIdentifier ?? '00000000-0000-4000-8000-000000000000').slice(0, -5)}${number}`,
      azureVmId: renamed(vm.id, number),
    };
  };
  return {
    ...inventory,
    items: numbers.map(item),
    azureVms: numbers.map((number) => JSON.parse(renamed(JSON.stringify(vm), number)) as typeof vm),
  };
}

/**
 * A plan that moves all of them at once, in one wave. It is made for the first machine, and that machine's steps are then
 * copied: the limit of sixty disks an appliance would spread a thousand machines over weeks, and here the executor is
 * weighed, not the appliance.
 */
export async function planForMany(inventory: Inventory, siteText: string): Promise<Plan> {
  const texts = new Map([
    ['file:///bench/bench.failback', RUNBOOK],
    ['file:///bench/amsterdam.site.failback', siteText],
  ]);
  const { runbook, problems } = await loadRunbook('file:///bench/bench.failback', async (uri) => texts.get(uri));
  if (runbook === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const { plan } = makePlan(runbook, inventory, {
    now: new Date(inventory.capturedAt),
    part: 'whole',
    runbookFile: 'bench.failback',
    inventoryFile: undefined,
  });
  const [first] = inventory.items ?? [];
  if (first === undefined) throw new Error('There is no machine.');
  const items = inventory.items ?? [];
  const copy = <T>(thing: T, item: typeof first): T =>
    JSON.parse(
      JSON.stringify(thing).replaceAll(first.friendlyName, item.friendlyName).replaceAll(first.name, item.name),
    ) as T;
  const own = new Set(plan.steps.filter(({ machine }) => machine !== null).map(({ id }) => id));
  const everybodys = (id: string) => items.map((item) => copy(id, item));
  const steps = plan.steps.flatMap((step): PlanStep[] =>
    own.has(step.id)
      ? items.map((item) => copy(step, item))
      : [{ ...step, waitsFor: step.waitsFor.flatMap((id) => (own.has(id) ? everybodys(id) : [id])) }],
  );
  const many: Plan = {
    ...plan,
    steps,
    machines: items.flatMap((item) => plan.machines.map((machine) => copy(machine, item))),
    waves: plan.waves.map((wave) => ({ ...wave, machines: items.map(({ friendlyName }) => friendlyName) })),
  };
  return { ...many, hash: hashPlan(many) };
}

const RUNBOOK = `
import "./amsterdam.site.failback"

runbook bench {
  architecture: modernized
  vault: dr-weu
  before reprotect { approve "Replicate back" { by: dr-lead } }
  before commit { hold: 1 h  approve "Commit" { by: dr-lead } }
}

vm vm-00001 { os: windows "Windows Server 2019"  via: asr-app-01  datastore: ds-gold }

wave all { machines: vm-00001 }
`;
