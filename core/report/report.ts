import type { Seconds, Timestamp } from '../quantity.ts';
import { howTo } from '../run/gates.ts';
import type { RunView, StepView } from '../run/view.ts';
import { againstEstimate } from './against-estimate.ts';
import { everyStep } from './every-step.ts';
import { machineReport, waveReport } from './machine-report.ts';
import { remedyFor } from './remedy-for.ts';
import {
  type ApprovalReport,
  type CountedRequests,
  type FailureReport,
  type JobReport,
  type OpenReport,
  REPORT_VERSION,
  type Report,
  type Summary,
  type SurvivedReport,
} from './report-parts.ts';
import { sayPeople } from './say-people.ts';
import { waitsOf } from './waits.ts';

export type { CountedRequests, FailureReport, Report, Summary, WaveReport } from './report-parts.ts';

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
    waits: waitsOf(view.waves, view.now),
    againstEstimate: againstEstimate(steps),
    plans: view.state.plans,
    handovers: view.state.handovers,
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
    otherPlan: !state.plans.some(({ hash }) => hash === answer.planHash),
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
