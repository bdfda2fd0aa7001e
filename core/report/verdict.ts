import type { RunStatus } from '../run/state.ts';
import type { Report, Summary } from './report.ts';
import { sayCount } from './say.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'calm';

export interface Verdict {
  /** One or two words: `done`, `failed`, `needs sign-in`. */
  readonly label: string;
  readonly tone: Tone;
  /** How it ended or stands, in a sentence or two. */
  readonly sentence: string;
}

const tones: Record<RunStatus, Tone> = {
  starting: 'calm',
  running: 'calm',
  waiting: 'warn',
  paused: 'warn',
  'needs-sign-in': 'warn',
  cancelling: 'warn',
  done: 'good',
  failed: 'bad',
  declined: 'bad',
  cancelled: 'warn',
};

/** What a reader wants to know first. */
export function verdictOf({ summary, failures }: Pick<Report, 'summary' | 'failures'>): Verdict {
  const label = summary.status.replaceAll('-', ' ');
  const why = summary.because === null ? '' : ` ${summary.because}`;
  const failed = failures.length === 0 ? '' : ` ${sayCount(failures.length, 'step')} failed.`;
  return { label, tone: tones[summary.status], sentence: `${standing(summary)}${failed}${why}` };
}

function standing(summary: Summary): string {
  const all = sayCount(summary.machines, 'machine');
  const halfDone = summary.part === 'until-replicated' && summary.status === 'done';
  if (halfDone) return `${all} replicated and ready for the cutover; nothing was failed over.`;
  if (summary.machines > 0 && summary.home === summary.machines) {
    return summary.machines === 1
      ? 'The machine is home and protected to Azure again.'
      : `All ${all} are home and protected to Azure again.`;
  }
  return `${summary.home} of ${all} ${summary.home === 1 ? 'is' : 'are'} home and protected to Azure again.`;
}

/** The estate that the run worked on, in words. */
export function sayTarget(target: Summary['target']): string {
  switch (target.kind) {
    case 'azure':
      return 'Azure';
    case 'simulated':
      return `a simulated estate (seed ${target.seed})`;
    case 'simulator':
      return `the simulator at ${target.url}`;
  }
}
