/**
 * What people look at: waves, machines and steps with their progress, drawn from plan, state and the latest figures.
 * The terminal's bars, the Runs tree and the report are this value in other clothes.
 */

import type { Plan, PlanStep } from '../plan/plan.ts';
import type { Seconds, Timestamp } from '../quantity.ts';
import type { RunState, StepState } from './state.ts';

/** Latest figures of a long step; kept beside the journal, not in it. */
export interface StepProgress {
  readonly step: string;
  /** 0 to 1. */
  readonly fraction: number;
  /** For example `Initial replication 43 %` or `Preparing on-premise virtual machine`. */
  readonly note: string;
  readonly at: Timestamp;
  /** What was left at that moment, by the pace that was observed and how much it varied. */
  readonly left?: { readonly low: Seconds; readonly likely: Seconds; readonly high: Seconds } | undefined;
}

export interface StepView {
  readonly plan: PlanStep;
  readonly state: StepState;
  readonly fraction: number;
  readonly note: string;
}

export interface MachineView {
  readonly name: string;
  readonly status: 'pending' | 'running' | 'waiting' | 'home' | 'failed' | 'stopped';
  readonly fraction: number;
  /** The step it is at, in words. */
  readonly current: string;
  readonly steps: readonly StepView[];
}

export interface WaveView {
  readonly name: string;
  readonly fraction: number;
  readonly status: 'pending' | 'running' | 'waiting' | 'done' | 'failed' | 'stopped';
  readonly current: string;
  /** Undefined once it is over. */
  readonly timeLeft: { readonly low: Seconds; readonly likely: Seconds; readonly high: Seconds } | undefined;
  readonly machines: readonly MachineView[];
  /** Steps of the wave that belong to no single machine: gates, windows, probes. */
  readonly steps: readonly StepView[];
}

export interface RunView {
  readonly plan: Plan;
  readonly state: RunState;
  /** By the service's clock, which on a simulated estate is virtual. */
  readonly now: Timestamp;
  readonly fraction: number;
  readonly timeLeft: { readonly low: Seconds; readonly likely: Seconds; readonly high: Seconds } | undefined;
  readonly waves: readonly WaveView[];
  /** Steps of the whole run, such as the clean-up. */
  readonly steps: readonly StepView[];
  /** Gates and questions that wait for a person now. */
  readonly open: readonly StepView[];
  readonly home: number;
}
