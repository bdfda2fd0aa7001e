import { join } from 'node:path';
import { computerOf, leaseFolder, type RunHandle } from './run-directory.ts';

/**
 * Leases that are kept besides the newest. Who looks for the next epoch and is slow may still give itself one of these;
 * so many others cannot come and go between its look and its link.
 */
const KEPT = 50;

/**
 * Removes the files of leases that ended long ago, of a folder that is used for years. Only who holds the newest may ask for
 * it: the newest itself is what tells all others that theirs is over.
 */
export async function removeOldLeases(run: RunHandle, held: number): Promise<void> {
  const { disk } = computerOf(run);
  const folder = leaseFolder(run);
  for (const name of await disk.names(folder)) {
    const epoch = /^(\d+)\.(json|released)$/.exec(name)?.[1];
    if (epoch !== undefined && Number(epoch) < held - KEPT) await disk.remove(join(folder, name));
  }
}
