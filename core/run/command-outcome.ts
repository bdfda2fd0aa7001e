import type { RunEventBody } from './events.ts';
import type { StepState } from './state.ts';

/** What a command comes to: whether it is taken, the sentence for whoever gave it, and what follows at once. */
export interface CommandOutcome {
  readonly taken: boolean;
  readonly message: string;
  readonly follows: readonly RunEventBody[];
}

export function taken(message: string, follows: readonly RunEventBody[] = []): CommandOutcome {
  return { taken: true, message, follows };
}

export function refused(message: string): CommandOutcome {
  return { taken: false, message, follows: [] };
}

/** How a step stands, in a sentence about why a command does not fit it. */
export function said({ status }: StepState): string {
  return status === 'pending' ? 'not begun yet' : status;
}
