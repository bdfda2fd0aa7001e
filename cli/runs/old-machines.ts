import { sameName } from '../../core/inventory/world.ts';
import { type RunHandle, readFiles } from '../../executor/journal/runs.ts';
import { captureSite } from '../../executor/vsphere/capture-site.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { siteServersOf } from '../capture/site-servers.ts';

/**
 * Looks in the vCenters and on the bare hosts of a run's runbook whether a machine of that UUID still stands. `unknown`
 * where one of them could not be read: only all of them together prove that it is gone.
 */
export async function oldMachineStands(
  run: RunHandle,
  entry: string,
  uuid: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<'there' | 'gone' | 'unknown'> {
  const files = await readFiles(run);
  const { runbook } = await loadRunbook(entry, async (uri) => files[uri]);
  if (runbook === undefined) return 'unknown';
  const servers = await siteServersOf(runbook, env, async () => new Map());
  const ready = servers.flatMap((one) => (one.kind === 'ready' ? [one.server] : []));
  if (ready.length === 0) return 'unknown';
  const seen = await captureSite(ready, { now: () => new Date(), signal });
  if (seen.siteMachines?.some((machine) => machine.uuid !== undefined && sameName(machine.uuid, uuid))) return 'there';
  // One that tells no UUID may be the very one.
  const told = seen.siteMachines?.every((machine) => machine.uuid !== undefined) && !seen.unreadMachines?.length;
  const whole = ready.length === servers.length && (seen.notCaptured ?? []).length === 0;
  return whole && told === true ? 'gone' : 'unknown';
}
