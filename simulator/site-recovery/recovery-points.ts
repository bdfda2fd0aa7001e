import type { Seconds } from '../../core/quantity.ts';
import { ticks } from '../arm/moments.ts';
import type { Instant } from '../virtual-clock.ts';
import type { ItemView } from './item-view.ts';
import { serviceId } from './service-ids.ts';

interface Point {
  readonly id: string;
  readonly at: Instant;
  readonly type: 'CrashConsistent' | 'AppConsistent';
}

/** The newest points of each kind that an item's policy would keep, newest first. */
export function recoveryPointsOf(view: ItemView): readonly Point[] {
  const { state, estate } = view;
  if (state.protectedSince === undefined) return [];
  const without = state.healthErrors.some(({ code }) => code === '531006');
  const crash = points(view, 'CrashConsistent', estate.knobs.crashConsistentSeconds, 12);
  const application = without ? [] : points(view, 'AppConsistent', estate.knobs.appConsistentSeconds, 24);
  return [...crash, ...application].sort((one, other) => other.at - one.at);
}

export function lastCrashConsistentPoint(view: ItemView): Point | undefined {
  return recoveryPointsOf(view).find(({ type }) => type === 'CrashConsistent');
}

export function renderRecoveryPoints(view: ItemView) {
  return recoveryPointsOf(view).map((point) => ({
    id: point.id,
    name: point.id.slice(point.id.lastIndexOf('/') + 1),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/recoveryPoints',
    properties: {
      recoveryPointTime: ticks(point.at),
      recoveryPointType: point.type,
      providerSpecificDetails: null,
    },
  }));
}

/** Points stand at fixed distances from the moment of protection; the first is there at once. */
function points(view: ItemView, type: Point['type'], every: Seconds, most: number): readonly Point[] {
  const { estate, machine, state, at } = view;
  const since = state.protectedSince ?? at;
  const until =
    state.phase === 'protected-back' || state.phase === 'protected-forward' ? at : Math.min(at, state.since);
  const newest = Math.floor((until - since) / (every * 1000));
  const oldest = Math.max(0, newest - most + 1);
  return Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => {
    const number = oldest + index;
    const name = estate.chance.guid('point', machine.key, state.internalIdentifier, type, number);
    return { id: `${serviceId(state.itemId)}/recoveryPoints/${name}`, at: since + number * every * 1000, type };
  });
}
