import type { StepView } from '../../core/run/view.ts';

export type Choice =
  | { readonly kind: 'one'; readonly step: StepView }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly steps: readonly StepView[] };

/**
 * The step that a person means. Without a word it is the only candidate; a word may be the number in the list, an id, the
 * last part of one, a machine, a wave, or a piece of the title. An exact id always wins.
 */
export function chooseStep(candidates: readonly StepView[], word: string | undefined): Choice {
  if (word === undefined) return chosen(candidates);
  const wanted = word.trim().toLowerCase();
  const exact = candidates.find(({ plan }) => plan.id.toLowerCase() === wanted);
  if (exact !== undefined) return { kind: 'one', step: exact };
  const numbered = /^\d+$/.test(wanted) ? candidates[Number(wanted) - 1] : undefined;
  if (numbered !== undefined && isHarmless(numbered)) return { kind: 'one', step: numbered };
  if (numbered !== undefined) return { kind: 'several', steps: [numbered] };
  const named = candidates.filter(
    ({ plan }) => plan.machine?.toLowerCase() === wanted || plan.wave?.toLowerCase() === wanted,
  );
  if (named.length > 0) return chosen(named);
  return chosen(candidates.filter(({ plan }) => `${plan.id}\n${plan.title}`.toLowerCase().includes(wanted)));
}

/** Numbers move on as gates are answered, and nobody deletes a machine by a number that was another gate's a minute ago. */
function isHarmless({ plan }: StepView): boolean {
  return plan.kind !== 'delete-old';
}

function chosen(steps: readonly StepView[]): Choice {
  const [first] = steps;
  if (first === undefined) return { kind: 'none' };
  return steps.length === 1 ? { kind: 'one', step: first } : { kind: 'several', steps };
}
