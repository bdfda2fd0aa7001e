import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readScripts } from '../core/plan/script-texts.ts';
import type { Runbook } from '../core/runbook/runbook.ts';

/** The scripts of a runbook by URI, as they lie on disk; one that cannot be read is left out, and the plan says so. */
export function scriptsOnDisk(runbook: Pick<Runbook, 'moments' | 'waves'>): ReturnType<typeof readScripts> {
  return readScripts(runbook, (uri) =>
    uri.startsWith('file:') ? readFile(fileURLToPath(uri)).catch(() => undefined) : Promise.resolve(undefined),
  );
}
