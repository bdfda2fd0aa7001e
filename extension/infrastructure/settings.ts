import * as vscode from 'vscode';
import * as z from 'zod';

/** A value that is not as package.json describes it counts as its default: a typing slip in settings stops nobody. */
const settingsSchema = z.object({
  me: z.string().trim().catch(''),
  notifyGates: z.boolean().catch(true),
  home: z.string().trim().catch(''),
  tenant: z.string().trim().catch(''),
  /** Address of a simulated estate; empty: the real one. */
  captureFrom: z.string().trim().catch(''),
  /** `off`, `merge-base`, or a revision. */
  reviewBase: z.string().trim().catch('off'),
  pointsOfNoReturn: z.boolean().catch(true),
  onlyChanged: z.boolean().catch(false),
  /** 0: skip all waiting. */
  rehearsalSpeed: z.number().min(0).max(1_000_000).catch(0),
  rehearsalSeed: z.int().nonnegative().catch(1),
  rehearsalFaults: z.array(z.string().trim().min(1)).catch([]),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The settings as they are now. */
export function readSettings(): Settings {
  const settings = vscode.workspace.getConfiguration('failback');
  return settingsSchema.parse({
    me: settings.get('me'),
    notifyGates: settings.get('notifyGates'),
    home: settings.get('home'),
    tenant: settings.get('tenant'),
    captureFrom: settings.get('captureFrom'),
    reviewBase: settings.get('review.base'),
    pointsOfNoReturn: settings.get('review.pointsOfNoReturn'),
    onlyChanged: settings.get('problems.onlyChanged'),
    rehearsalSpeed: settings.get('rehearsal.speed'),
    rehearsalSeed: settings.get('rehearsal.seed'),
    rehearsalFaults: settings.get('rehearsal.faults'),
  });
}
