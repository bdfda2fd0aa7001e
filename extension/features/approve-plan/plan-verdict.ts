import type { Plan } from '../../../core/plan/plan.ts';
import { sayCount } from '../../../core/report/say.ts';

/** The plan in few lines: how it stands, what cannot be taken back, and the hash that is signed. */
export function planVerdict({
  hash,
  machines,
  waves,
  steps,
  blockedBy,
  accepted,
  withoutApproval,
  architecture,
}: Plan): string {
  const final = steps.filter(({ irreversible }) => irreversible !== null).length;
  const [first] = blockedBy;
  const verdict =
    first === undefined
      ? 'READY: nothing stands in the way of a live run.'
      : `NOT READY: ${sayCount(blockedBy.length, 'reason')} against a live run. ${first.split('\n')[0]}`;
  return [
    verdict,
    `${sayCount(machines.length, 'machine')} in ${sayCount(waves.length, 'wave')}, ${architecture}; ${sayCount(final, 'step')} that cannot be taken back, ${sayCount(withoutApproval.length, 'point')} of no return passed without approval, ${sayCount(accepted.length, 'accepted risk')}.`,
    `Plan ${hash}`,
  ].join('\n\n');
}
