import { showControls, showControlsInLines } from '../../show-controls.ts';
import type { Plan } from '../plan.ts';

/**
 * The plan with every text in it safe to show. Titles, people and reasons come from a pull request, names and facts from
 * Azure and vCenter, and whoever reviews the plan must see all of it, in its order.
 */
export function legiblePlan(plan: Plan): Plan {
  return { ...(legible(plan) as Plan), blockedBy: plan.blockedBy.map(showControlsInLines) };
}

function legible(value: unknown): unknown {
  if (typeof value === 'string') return showControls(value);
  if (Array.isArray(value)) return value.map(legible);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, legible(part)]));
}
