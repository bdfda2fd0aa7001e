/** One thing that was looked at, and what came of it. */
export interface Check {
  /** In two or three words: `hash chain`. */
  readonly what: string;
  /** `untold`: nothing is there by which anybody could tell. */
  readonly outcome: 'good' | 'bad' | 'untold';
  readonly sentence: string;
}

export const good = (what: string, sentence: string): Check => ({ what, outcome: 'good', sentence });
export const bad = (what: string, sentence: string): Check => ({ what, outcome: 'bad', sentence });
export const untold = (what: string, sentence: string): Check => ({ what, outcome: 'untold', sentence });
