/**
 * Every command of the extension, and whether it changes something. package.json declares the same ones with their titles;
 * `test/extension/manifest.test.ts` compares the two.
 */
export const COMMANDS = {
  'failback.checkRunbook': { needsTrust: false },
  'failback.showPlan': { needsTrust: false },
  'failback.compareWithRevision': { needsTrust: true },
  'failback.comparePlans': { needsTrust: true },
  'failback.showChange': { needsTrust: false },
  'failback.toggleReviewMarks': { needsTrust: true },
  'failback.toggleOnlyChanged': { needsTrust: true },
  'failback.approvePlan': { needsTrust: true },
  'failback.openWalkthrough': { needsTrust: false },
  'failback.openExample': { needsTrust: false },
  'failback.newRunbook': { needsTrust: false },
  'failback.newRunbookFromInventory': { needsTrust: false },
  'failback.captureInventory': { needsTrust: true },
  'failback.forgetPasswords': { needsTrust: false },
  'failback.rehearse': { needsTrust: true },
  'failback.runPlan': { needsTrust: true },
  'failback.approve': { needsTrust: true },
  'failback.decline': { needsTrust: true },
  'failback.settleStep': { needsTrust: true },
  'failback.pause': { needsTrust: true },
  'failback.resume': { needsTrust: true },
  'failback.cancel': { needsTrust: true },
  'failback.takeOver': { needsTrust: true },
  'failback.stop': { needsTrust: true },
  'failback.openReport': { needsTrust: false },
  'failback.verifyRun': { needsTrust: false },
  'failback.exportRun': { needsTrust: false },
  'failback.handOver': { needsTrust: true },
  'failback.replanRun': { needsTrust: true },
  'failback.refreshRuns': { needsTrust: false },
  'failback.showLog': { needsTrust: false },
} as const satisfies Record<string, { readonly needsTrust: boolean }>;

export type CommandId = keyof typeof COMMANDS;

/** What `when` clauses and the walkthrough of package.json may ask. */
export const CONTEXT_KEYS = [
  'failback.hasRunbook',
  'failback.hasInventory',
  'failback.hasRuns',
  'failback.runOn',
  'failback.runResumable',
  'failback.runSilent',
  'failback.runUnfinished',
  'failback.gateOpen',
  'failback.gateAnswered',
  'failback.stepToSettle',
  'failback.inBrowser',
] as const;

export type ContextKey = (typeof CONTEXT_KEYS)[number];
