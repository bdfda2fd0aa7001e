import type { Architecture, Location, Runbook, Stage, Wave } from '../runbook/runbook.ts';
import { momentItems } from './moment-items.ts';
import type { Plan } from './plan.ts';

/** Why there is no way back from a reprotect. */
export function reprotectIsFinal(location: Location): string {
  return location === 'original'
    ? 'It commits the failover to Azure and overwrites the old machine.'
    : 'It commits the failover to Azure.';
}

export const commitIsFinal = 'It deletes the machine in Azure and all its recovery points.';
export const classicFailoverIsFinal = 'A classic failback cannot be cancelled.';
export const deletionIsFinal = 'The old machine and its disks are gone for good.';
export const cleanUpIsFinal = 'What is deleted in Azure is gone for good.';

export const undoFailover = {
  how: 'Cancel the failover: the machine in Azure starts again and replication resumes.',
  loses: 'everything written on the site since the failover',
};

/** Stages that no machine comes back from, which therefore need somebody's approval. */
export function finalStages(architecture: Architecture, part: Plan['part']): readonly Stage[] {
  const stages: readonly Stage[] =
    architecture === 'modernized' ? ['reprotect', 'commit'] : ['reprotect', 'failover', 'commit'];
  switch (part) {
    case 'whole':
      return stages;
    case 'until-replicated':
      return ['reprotect'];
    case 'from-cutover':
      return stages.filter((stage) => stage !== 'reprotect');
  }
}

export interface PassedWithoutApproval {
  readonly wave: string;
  readonly stage: Stage;
  readonly because: string;
}

/** Which points of no return the author lets pass without approval, and which have neither approval nor such a word. */
export function gatesOf(runbook: Runbook, waves: readonly Wave[], stages: readonly Stage[]) {
  const passed: PassedWithoutApproval[] = [];
  const missing: { wave: string; stage: Stage }[] = [];
  for (const wave of waves)
    for (const stage of stages) {
      const items = momentItems(runbook, wave, 'before', stage);
      if (items.some(({ kind }) => kind === 'approve')) continue;
      const word = items.find((item) => item.kind === 'without-approval');
      if (word === undefined) missing.push({ wave: wave.name, stage });
      else passed.push({ wave: wave.name, stage, because: word.because });
    }
  return { passed, missing };
}
