/**
 * What a report says about a run, drawn from the run's view and nothing else: HTML, Markdown and JSON are this value in
 * three clothes. Everything is plain data; escaping is the business of each renderer.
 */

import type { Seconds, Timestamp } from '../quantity.ts';
import { howTo } from '../run/gates.ts';
import type { Failure, GateAnswer, RunTarget } from '../run/state.ts';
import type { MachineView, RunView, StepView, WaveView } from '../run/view.ts';
import { everyStep } from './every-step.ts';
import { type Outage, outageOf } from './outage.ts';
import { remedyFor } from './remedy-for.ts';
import { sayPeople } from './say-people.ts';

export const REPORT_VERSION = 1;

/** What the run asked of the service, by whoever counted it; a run on real Azure has nobody who counts. */
export interface CountedRequests {
  readonly mutating: number;
  readonly reading: number;
  readonly countedBy: string;
}

export interface Report {
  readonly schema: 'failback/report';
  readonly version: typeof REPORT_VERSION;
  readonly summary: Summary;
  readonly waves: readonly WaveReport[];
  readonly machines: readonly MachineReport[];
  /** Gates and questions that wait for a person. */
  readonly open: readonly OpenReport[];
  readonly approvals: readonly ApprovalReport[];
  readonly acceptedRisks: RunView['plan']['accepted'];
  /** Points of no return that the runbook's author opened without an approval. */
  readonly withoutApproval: RunView['plan']['withoutApproval'];
  readonly survived: readonly SurvivedReport[];
  readonly failures: readonly FailureReport[];
  readonly alarms: RunView['state']['alarms'];
  readonly jobs: readonly JobReport[];
  /** Protected items that have another id since, in the order in which that was seen. */
  readonly renamedItems: RunView['state']['renamedItems'];
  readonly leftBehind: readonly string[];
  readonly requests: CountedRequests | null;
}

export interface Summary {
  readonly runbook: string;
  readonly change: string | null;
  readonly documentation: string | null;
  readonly runId: string;
  readonly planHash: string;
  readonly part: RunView['plan']['part'];
  readonly architecture: RunView['plan']['architecture'];
  readonly vault: string;
  readonly target: RunTarget;
  readonly status: RunView['state']['status'];
  readonly because: string | null;
  readonly startedBy: string;
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
  /** When the figures were drawn, by the service's clock. */
  readonly asOf: Timestamp;
  readonly took: Seconds | null;
  readonly estimated: RunView['plan']['total'];
  readonly bytes: RunView['plan']['bytes'];
  readonly machines: number;
  readonly home: number;
  readonly takeOvers: number;
}

export interface WaveReport {
  readonly name: string;
  readonly status: WaveView['status'];
  readonly machines: number;
  readonly home: number;
  readonly objective: Seconds | null;
  readonly recoveryTime: Seconds | null;
  /** Null while there is nothing to judge. */
  readonly objectiveMet: boolean | null;
}

export interface MachineReport {
  readonly name: string;
  readonly wave: string;
  readonly status: MachineView['status'];
  readonly current: string;
  readonly os: string | null;
  readonly location: 'original' | 'alternate';
  readonly via: string | null;
  readonly datastore: string | null;
  readonly disks: number | null;
  readonly bytes: number | null;
  readonly failoverStartedAt: Timestamp | null;
  readonly recoveryTime: Seconds | null;
  readonly committedAt: Timestamp | null;
  readonly homeAt: Timestamp | null;
}

export interface OpenReport {
  readonly step: string;
  readonly title: string;
  readonly wave: string | null;
  /** Who may answer, in words; null where nobody in particular was named. */
  readonly by: string | null;
  /** What the person is to do, one thing after the other, where the plan knows it. */
  readonly how: readonly string[];
}

export interface ApprovalReport extends GateAnswer {
  readonly step: string;
  readonly gate: string;
  readonly wave: string | null;
  /** The answer was given on another plan than the one that the run follows. */
  readonly otherPlan: boolean;
}

export interface SurvivedReport {
  readonly step: string;
  readonly title: string;
  readonly machine: string | null;
  readonly how: 'retried' | 'adopted';
  readonly attempts: number;
  readonly sentences: readonly string[];
}

export interface FailureReport extends Failure {
  readonly step: string;
  readonly title: string;
  readonly machine: string | null;
}

export interface JobReport {
  readonly step: string;
  readonly title: string;
  readonly jobId: string;
  readonly requestId: string | null;
  readonly knownBy: 'response' | 'activity-id' | 'person' | null;
}

/** Draws the report of a run, ended or not. */
export function makeReport(view: RunView, requests: CountedRequests | undefined): Report {
  const steps = everyStep(view);
  return {
    schema: 'failback/report',
    version: REPORT_VERSION,
    summary: summaryOf(view),
    waves: view.waves.map((wave) => waveReport(view, wave)),
    machines: view.waves.flatMap((wave) => wave.machines.map((machine) => machineReport(view, wave, machine))),
    open: view.open.map(openReport),
    approvals: steps.flatMap((step) => approvalsOf(view, step)).toSorted((a, b) => a.at.localeCompare(b.at)),
    acceptedRisks: view.plan.accepted,
    withoutApproval: view.plan.withoutApproval,
    survived: steps.flatMap(survivedBy),
    failures: steps.flatMap((step) => failureOf(view.state.runId, step)),
    alarms: view.state.alarms,
    jobs: steps.flatMap(jobOf),
    renamedItems: view.state.renamedItems,
    leftBehind: view.plan.leftBehind,
    requests: requests ?? null,
  };
}

function summaryOf({ plan, state, now, home }: RunView): Summary {
  const start = state.startedAt;
  return {
    runbook: plan.runbook.name,
    change: plan.runbook.change,
    documentation: plan.runbook.documentation,
    runId: state.runId,
    planHash: state.planHash,
    part: plan.part,
    architecture: plan.architecture,
    vault: plan.vault.name,
    target: state.target,
    status: state.status,
    because: state.because ?? null,
    startedBy: state.startedBy,
    startedAt: start ?? null,
    endedAt: state.endedAt ?? null,
    asOf: now,
    took: start === undefined ? null : secondsBetween(start, state.endedAt ?? now),
    estimated: plan.total,
    bytes: plan.bytes,
    machines: plan.machines.length,
    home,
    takeOvers: Math.max(0, state.epoch - 1),
  };
}

function waveReport({ plan, now }: RunView, wave: WaveView): WaveReport {
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

function machineReport({ plan, now }: RunView, wave: WaveView, machine: MachineView): MachineReport {
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
    committedAt: whenDone(step('commit')),
    homeAt: whenDone(step('home')),
  };
}

function whenDone(step: StepView | undefined): Timestamp | null {
  return step?.state.status === 'done' ? (step.state.endedAt ?? null) : null;
}

function openReport({ plan }: StepView): OpenReport {
  return {
    step: plan.id,
    title: plan.title,
    wave: plan.wave,
    by: 'by' in plan ? sayPeople(plan.by) : null,
    how: howTo(plan),
  };
}

function approvalsOf({ state }: RunView, { plan, state: step }: StepView): ApprovalReport[] {
  return step.answers.map((answer) => ({
    ...answer,
    step: plan.id,
    gate: plan.title,
    wave: plan.wave,
    otherPlan: answer.planHash !== state.planHash,
  }));
}

/** A job known by its activity id was found, not answered: the run adopted it. */
function survivedBy({ plan, state }: StepView): SurvivedReport[] {
  const adopted = state.acceptedBy === 'activity-id' || state.acceptedBy === 'person';
  if (state.survived.length === 0 && !adopted) return [];
  return [
    {
      step: plan.id,
      title: plan.title,
      machine: plan.machine,
      how: adopted ? 'adopted' : 'retried',
      attempts: state.attempt,
      sentences: state.survived,
    },
  ];
}

function failureOf(runId: string, { plan, state }: StepView): FailureReport[] {
  if (state.failure === undefined || state.status === 'done') return [];
  const remedy = remedyFor(state.failure.remedy, runId);
  return [{ ...state.failure, remedy, step: plan.id, title: plan.title, machine: plan.machine }];
}

function jobOf({ plan, state }: StepView): JobReport[] {
  if (state.jobId === undefined) return [];
  const { jobId, requestId, acceptedBy } = state;
  return [{ step: plan.id, title: plan.title, jobId, requestId: requestId ?? null, knownBy: acceptedBy ?? null }];
}

function secondsBetween(start: Timestamp, end: Timestamp): Seconds {
  return (Date.parse(end) - Date.parse(start)) / 1000;
}
