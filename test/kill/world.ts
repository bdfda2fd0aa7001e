import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunCommand } from '../../core/run/commands.ts';
import type { PreApproval } from '../../core/run/gates.ts';
import type { RunState } from '../../core/run/state.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { type Knobs, withKnobs } from '../../simulator/knobs.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What is to be carried out where, and how the people behave who have a part in it. */
export interface Story {
  readonly runbook: 'waves' | 'batches' | 'one' | 'held' | 'branch' | 'group' | 'renamed';
  readonly faults?: readonly string[];
  readonly knobs?: Partial<Knobs>;
  /** Gates that are answered in advance; the others are answered by `people`. */
  readonly approvals?: readonly PreApproval[];
  /** What somebody who looks at the run says to it; they look again whenever it moved, and say nothing twice. */
  readonly people?: (state: RunState, plan: Plan) => readonly RunCommand[];
}

/** A story with one setting of everything that nobody knows about the service. */
export interface World extends Story {
  readonly name: string;
  readonly seed: number;
  readonly allKnobs: Knobs;
}

export interface Written {
  readonly runbook: Runbook;
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly texts: Readonly<Record<string, string>>;
  readonly entry: string;
  readonly planOf: (facts: Inventory, now: Date) => Plan;
}

/** Hours of the service become minutes: what matters is what happens, not how long it takes. */
export const QUICK: Partial<Knobs> = {
  reprotectSeconds: 60,
  failoverSeconds: 70,
  commitSeconds: 50,
  cancelSeconds: 60,
  refreshSeconds: 20,
  replicationQueueSeconds: 30,
  firstRecoveryPointSeconds: 60,
  replicationRate: 1e12,
  diskCompletionLagSeconds: 20,
  crashConsistentSeconds: 60,
  appConsistentSeconds: 120,
  azureOperationSeconds: 20,
  vmCreationSeconds: 30,
  trafficProbeSeconds: 10,
};

export function worldOf(name: string, story: Story, seed: number, knobs: Partial<Knobs>): World {
  const given = { ...QUICK, ...story.knobs, ...knobs };
  return { ...story, name, seed, knobs: given, allKnobs: withKnobs(given) };
}

const written = new Map<string, Promise<Written>>();

/** The runbook of a story, planned; of the estate only what the story is about, so that looking at it is quick. */
export function write(story: Story): Promise<Written> {
  const known = written.get(story.runbook) ?? read(story.runbook);
  written.set(story.runbook, known);
  return known;
}

async function read(name: Story['runbook']): Promise<Written> {
  const entry = pathToFileURL(here(`./fixtures/${name}.failback`)).href;
  const loaded = await loadRunbook(entry, (uri) => readFile(fileURLToPath(uri), 'utf8').catch(() => undefined));
  const { runbook } = loaded;
  if (runbook === undefined) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const file = here(
    runbook.architecture.value === 'classic'
      ? '../../examples/contoso-branch/rotterdam.inventory.json'
      : '../../examples/contoso-erp/contoso-erp.inventory.json',
  );
  const whole = parseInventory(await readFile(file, 'utf8'), file);
  const machines = new Set(runbook.machines.map((machine) => machine.name.toLowerCase()));
  const inventory = onlyAbout(whole, machines);
  const planOf = (facts: Inventory, now: Date) =>
    makePlan(runbook, facts, { now, part: 'whole', runbookFile: `${name}.failback`, inventoryFile: 'inventory.json' })
      .plan;
  return {
    runbook,
    inventory,
    planOf,
    plan: planOf(inventory, new Date(inventory.capturedAt)),
    texts: Object.fromEntries(loaded.documents.map(({ uri, text }) => [uri, text])),
    entry,
  };
}

function onlyAbout(inventory: Inventory, machines: ReadonlySet<string>): Inventory {
  const items = (inventory.items ?? []).filter(({ friendlyName }) => machines.has(friendlyName.toLowerCase()));
  const vms = new Set(items.map(({ azureVmId }) => azureVmId?.toLowerCase()));
  return {
    ...inventory,
    items,
    ...(inventory.azureVms === undefined
      ? {}
      : {
          azureVms: inventory.azureVms.filter(
            ({ id }) =>
              vms.has(id.toLowerCase()) ||
              inventory.processServers?.some(({ azureVmId }) => azureVmId?.toLowerCase() === id.toLowerCase()),
          ),
        }),
  };
}
