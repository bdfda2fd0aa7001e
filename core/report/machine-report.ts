import type { Seconds, Timestamp } from '../quantity.ts';
import type { MachineView, RunView, StepView, WaveView } from '../run/view.ts';
import { estimatedOutage, type Outage, outageOf } from './outage.ts';
import type { MachineReport, WaveReport } from './report-parts.ts';

export function waveReport({ plan, now }: RunView, wave: WaveView): WaveReport {
  const objective = plan.waves.find((planned) => planned.name === wave.name)?.objective ?? null;
  const machineSteps = wave.machines.flatMap((machine) => machine.steps);
  const outage = outageOf([...machineSteps, ...wave.steps], now);
  return {
    name: wave.name,
    status: wave.status,
    machines: wave.machines.length,
    home: wave.machines.filter((machine) => machine.status === 'home').length,
    objective,
    recoveryTime: outage?.isOver ? outage.lasted : null,
    objectiveMet: objective === null || outage === undefined ? null : judge(outage, objective),
  };
}

/** An outage that already lasts too long has missed its objective; a shorter one may still do so. */
function judge({ lasted, isOver }: Outage, objective: Seconds): boolean | null {
  if (lasted > objective) return false;
  return isOver ? true : null;
}

export function machineReport({ plan, now }: RunView, wave: WaveView, machine: MachineView): MachineReport {
  const planned = plan.machines.find((candidate) => candidate.name === machine.name);
  const outage = outageOf(machine.steps, now);
  const step = (kind: StepView['plan']['kind']) => machine.steps.find((candidate) => candidate.plan.kind === kind);
  return {
    name: machine.name,
    wave: wave.name,
    status: machine.status,
    current: machine.current,
    os: planned?.os ?? null,
    location: planned?.location ?? 'original',
    via: planned?.via ?? null,
    datastore: planned?.datastore ?? null,
    disks: planned?.disks ?? null,
    bytes: planned?.bytes ?? null,
    failoverStartedAt: step('failover')?.state.startedAt ?? null,
    recoveryTime: outage?.isOver ? outage.lasted : null,
    estimatedRecovery: estimatedOutage(machine.steps),
    committedAt: whenDone(step('commit')),
    homeAt: whenDone(step('home')),
  };
}

function whenDone(step: StepView | undefined): Timestamp | null {
  return step?.state.status === 'done' ? (step.state.endedAt ?? null) : null;
}
