import type { Moment, MomentItem, Runbook, Stage, Wave } from '../runbook/runbook.ts';

/** What happens at a moment of a wave: first what the runbook says for all waves, then what the wave says itself. */
export function momentItems(runbook: Runbook, wave: Wave, when: Moment['when'], stage: Stage): readonly MomentItem[] {
  return [...runbook.moments, ...wave.moments]
    .filter((moment) => moment.when === when && moment.stage === stage)
    .flatMap(({ items }) => items);
}
