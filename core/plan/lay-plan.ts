import type { World } from '../inventory/world.ts';
import type { Assessment } from '../rules/assessment.ts';
import type { Runbook } from '../runbook/runbook.ts';
import { acceptedRisks } from './accepted-risks.ts';
import { blockedBy } from './blocked-by.ts';
import { chooseAppliances } from './choose-appliance.ts';
import { classicCalls } from './classic-calls.ts';
import { classicObstacles } from './classic-obstacles.ts';
import { layCleanUp } from './clean-up-steps.ts';
import { convoysOf, wavesBefore, wavesHeldTogether } from './convoys.ts';
import { Draft } from './draft.ts';
import type { Laying } from './laying.ts';
import { leftBehind } from './left-behind.ts';
import { Bodies } from './machine-calls.ts';
import { MissingIds } from './missing-ids.ts';
import { modernizedCalls } from './modernized-calls.ts';
import { PLAN_VERSION, type Plan } from './plan.ts';
import type { PlanOptions } from './plan-options.ts';
import { plannedPeople } from './planned-people.ts';
import { finalStages, gatesOf } from './points-of-no-return.ts';
import { layProcessServerRemovals } from './process-server-steps.ts';
import { replicationTimes } from './replication-time.ts';
import { type Rounds, roundsOf } from './rounds.ts';
import { scriptObstacles } from './script-steps.ts';
import { type SettledMachine, settleMachines } from './settle-machines.ts';
import { shorten } from './shorten.ts';
import { signedWithoutKeys } from './signed-without-keys.ts';
import { bytesToMove, costPerHour, plannedMachines, plannedVault, plannedWaves } from './summaries.ts';
import { vaultIds } from './vault-ids.ts';
import { layRound } from './wave-steps.ts';

/** Settles who goes where and when, lays the steps, and says what the whole costs and rests on. The hash is still empty. */
export function layPlan(
  runbook: Runbook,
  world: World | undefined,
  assessment: Assessment,
  options: PlanOptions,
): Plan {
  const { part, now, inventoryFile } = options;
  const architecture = runbook.architecture.value;
  const convoys = convoysOf(runbook);
  const waves = convoys.flatMap((convoy) => convoy.waves);
  const machines = chooseAppliances(settleMachines(runbook, waves, world), runbook, world);
  const rounds = roundsOf(convoys, machines, runbook, world);

  const missing = new MissingIds();
  const ids = vaultIds(runbook, world, missing);
  const context = { runbook, world, ids, missing, bodies: new Bodies() };
  const write = architecture === 'modernized' ? modernizedCalls : classicCalls;
  for (const { machine, item } of machines)
    if (item === undefined) missing.note('The inventory shows no single protected item', machine.name);
  const generation = generations(rounds, machines);
  const laying: Laying = {
    runbook,
    architecture,
    part,
    now,
    world,
    inventoryFile,
    scripts: options.scripts,
    settled: machines,
    missing,
    draft: new Draft(),
    calls: machines.map((settled) => write(settled, context)),
    replication: replicationTimes(machines, ({ index }) => generation[index] ?? 0, runbook, now),
    placesFrom: rounds.placesFrom,
    wavesBefore: wavesBefore(runbook),
    wavesHeldTogether: wavesHeldTogether(runbook),
    started: new Map(),
    verified: new Map(),
    failovers: new Map(),
    replicated: [],
    failedOver: [],
    committed: [],
    home: [],
    processServers: new Map(),
    tooLate: [],
  };
  for (const round of rounds.rounds) layRound(laying, round);
  layProcessServerRemovals(laying, machines);
  layCleanUp(laying, machines);

  const { draft } = laying;
  const path = draft.criticalPath();
  const gates = gatesOf(runbook, waves, finalStages(architecture, part));
  return {
    schema: 'failback/plan',
    version: PLAN_VERSION,
    hash: '',
    runbook: {
      name: runbook.name,
      file: options.runbookFile,
      change: runbook.change?.value ?? null,
      documentation: runbook.documentation ?? null,
    },
    architecture,
    vault: plannedVault(runbook, world),
    part,
    freeze: runbook.freeze?.value ?? null,
    machines: plannedMachines(rounds),
    waves: plannedWaves(runbook, waves, machines),
    steps: draft.steps,
    criticalPath: path.flatMap((place) => draft.steps[place]?.id ?? []),
    shorten: shorten(draft, path, runbook),
    total: { ...draft.total(), source: 'the longest way through the steps' },
    bytes: bytesToMove(machines, part),
    costPerHour: costPerHour(machines),
    ...reviewDemand(runbook),
    accepted: acceptedRisks(runbook, assessment),
    withoutApproval: gates.passed,
    leftBehind: leftBehind(runbook, machines, part),
    blockedBy: blockedBy(runbook, assessment, {
      missingGates: gates.missing,
      missingIds: missing.sentences(),
      cannotPlace: rounds.cannot,
      tooLate: [...laying.tooLate, ...scriptObstacles(laying), ...signedWithoutKeys(runbook)],
      convoys,
      waiting: rounds.placesFrom.filter((holders) => holders.length > 0).length,
      classic: (told) => (architecture === 'classic' ? classicObstacles(runbook, machines, part, told) : []),
      part,
      hasInventory: world !== undefined,
    }),
    inventory:
      world === undefined ? null : { file: inventoryFile ?? 'inventory', capturedAt: world.inventory.capturedAt },
  };
}

/** A plan without a demand has no such key, so that its hash is what it was before there were demands. */
function reviewDemand({ review }: Runbook): Pick<Plan, 'review'> {
  if (review === undefined) return {};
  const people = plannedPeople(review.by.people);
  return { review: { by: { mode: review.by.mode, people }, signers: review.signers?.value ?? 'allowed-signers' } };
}

/** Machines that start together share the way home; one that waits for places starts after those that hold them. */
function generations({ rounds, placesFrom }: Rounds, machines: readonly SettledMachine[]): number[] {
  const generation = new Array<number>(machines.length).fill(0);
  for (const { cells } of rounds)
    for (const cell of cells)
      for (const { index } of cell.machines)
        for (const holder of placesFrom[index] ?? [])
          generation[index] = Math.max(generation[index] ?? 0, (generation[holder] ?? 0) + 1);
  return generation;
}
