import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { makeService } from '../../simulator/arm/service.ts';
import { Estate } from '../../simulator/estate/estate.ts';
import type { Job } from '../../simulator/estate/job.ts';
import { resumeReplications } from '../../simulator/estate/replicate.ts';
import { parseFault } from '../../simulator/faults.ts';
import { beganAt, openStateFile } from '../../simulator/state-file.ts';
import { startClock } from '../../simulator/virtual-clock.ts';
import type { Moment } from './stage.ts';
import type { World, Written } from './world.ts';

/** What became of the estate: all jobs that were ever accepted in it, and how it stands, as text to compare. */
export interface EstateTruth {
  readonly jobs: readonly Job[];
  readonly stands: string;
}

/** The estate as it is at a moment, made again from its causes: nobody's word is taken for it, the run's least. */
export function estateAt(moment: Moment, world: World, { inventory }: Written): EstateTruth {
  const file = `${moment.estateFile}.truth`;
  writeFileSync(file, readFileSync(moment.estateFile).subarray(0, moment.estate));
  try {
    const startAt = beganAt(file) ?? Date.parse(inventory.capturedAt);
    const estate = new Estate(
      inventory,
      world.allKnobs,
      world.seed,
      startClock(startAt, 'advance'),
      (world.faults ?? []).map(parseFault),
    );
    resumeReplications(estate, startAt);
    openStateFile(file, estate, makeService(estate));
    const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, states: undefined };
    return {
      jobs: estate.jobs.list(all, estate.clock.now(), Number.POSITIVE_INFINITY).toReversed(),
      stands: standing(estate),
    };
  } finally {
    rmSync(file, { force: true });
  }
}

/** Moments and ids that chance drew are left out: two runs that came to the same may have come there at other times. */
function standing(estate: Estate): string {
  const machines = estate.machines.map(({ item, state, hasOldMachine, cameHome }) => ({
    name: item.friendlyName,
    shown: state.shown,
    phase: state.phase,
    busy: state.job !== undefined,
    resyncRequired: state.resyncRequired,
    policy: state.policyId,
    processServer: state.processServerId === undefined ? undefined : lastPart(state.processServerId),
    masterTarget: state.masterTargetId,
    agent: state.reprotectAgentId,
    datastore: state.datastore,
    hasOldMachine,
    cameHome,
  }));
  const { vms, interfaces, addresses, disks, snapshots } = estate.azure;
  const azure = {
    vms: [...vms].map(([id, { powerState }]) => [lastPart(id), powerState]).sort(),
    rest: [interfaces, addresses, disks, snapshots].map((things) => [...things.keys()].map(lastPart).sort()),
  };
  const traffic = [...estate.traffic.profiles.values()].map(({ endpoints }) =>
    endpoints.map(({ name, status }) => `${name} ${status}`),
  );
  return JSON.stringify({ machines, azure, traffic }, undefined, 1);
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}
