/**
 * What a report says about a run: HTML, Markdown and JSON are this value in three clothes. Everything is plain data;
 * escaping is the business of each renderer.
 */

import type { Seconds, Timestamp } from '../quantity.ts';
import type { Failure, GateAnswer, RunTarget } from '../run/state.ts';
import type { MachineView, RunView, WaveView } from '../run/view.ts';
import type { EstimateReport } from './against-estimate.ts';
import type { WaitReport } from './waits.ts';

/** 2: what was waited for, the estimate beside what it took, plans, handovers. */
export const REPORT_VERSION = 2;

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
  /** What time went to, wave by wave. */
  readonly waits: readonly WaitReport[];
  readonly againstEstimate: readonly EstimateReport[];
  /** The plans that the run followed; more than one where it was planned anew. */
  readonly plans: RunView['state']['plans'];
  readonly handovers: RunView['state']['handovers'];
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
  /** What the plan expected of it. */
  readonly estimatedRecovery: { readonly low: Seconds; readonly likely: Seconds; readonly high: Seconds } | null;
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
  /** The answer was given on a plan that the run never followed. */
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
