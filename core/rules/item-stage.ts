import type { CapturedItem } from '../inventory/inventory.ts';

/**
 * Where a machine is on its way, as its protected item tells.
 *
 * | stage | runs in | protected item |
 * |---|---|---|
 * | `in-azure` | Azure | forward provider, failed over; not yet reprotected |
 * | `returning` | Azure | backward provider; replicates home |
 * | `returned` | the site | backward provider, failed back; commit may be pending |
 * | `at-home` | the site | forward provider, protected to Azure |
 *
 * @source recorded states of one machine through its whole cycle: reprotect switches the provider, failover the location.
 */
export type ItemStage = 'in-azure' | 'returning' | 'returned' | 'at-home';

const BACKWARD_PROVIDERS: ReadonlySet<string> = new Set(['InMageRcmFailback', 'InMage']);

export function stageOf({ instanceType, activeLocation }: CapturedItem): ItemStage {
  const elsewhere = activeLocation === 'Recovery';
  if (BACKWARD_PROVIDERS.has(instanceType)) return elsewhere ? 'returned' : 'returning';
  return elsewhere ? 'in-azure' : 'at-home';
}

/** The machine in Azure is the one that people use. */
export function runsInAzure(item: CapturedItem): boolean {
  const stage = stageOf(item);
  return stage === 'in-azure' || stage === 'returning';
}
