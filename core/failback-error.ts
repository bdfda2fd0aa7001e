/**
 * An operation that failed, as a person should hear of it: what is wrong, why it matters, what to do.
 * A finding about a runbook is not one of these, and a bug is a plain `Error`.
 */
export class FailbackError extends Error {
  /** Stable, for tests and scripts: `inventory-version`, `run-not-found`, … */
  readonly code: string;
  /** What to do, in full sentences; a command to copy stands on a line of its own. */
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'FailbackError';
    this.code = code;
    this.remedy = remedy;
  }
}
