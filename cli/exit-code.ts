/** 0: done, nothing at or above the threshold. 1: findings, a failed or declined run. 2: wrong usage or unreadable input. */
export type ExitCode = 0 | 1 | 2;

/** Codes of `FailbackError` that mean that the command could not read what it was given. */
const unreadable = [
  'usage',
  'command-unfit',
  'file-',
  'runbook-',
  'inventory-',
  'plan-',
  'run-not-found',
  'run-home-',
  'run-ambiguous',
  'run-unreadable',
  'run-version',
  'bundle-',
  'fault-',
  'rule-',
  'home-unusable',
];

/** The exit code for an operation that failed. */
export function exitCodeFor(errorCode: string): ExitCode {
  return unreadable.some((prefix) => errorCode.startsWith(prefix)) ? 2 : 1;
}
