import { sameName, type World } from '../inventory/world.ts';
import type { SwitchTraffic } from '../runbook/runbook.ts';
import type { MissingIds } from './missing-ids.ts';
import type { ArmCall } from './plan.ts';

/** Enables the wanted endpoint first and disables the others after it, so that no moment is without an answer. */
export function trafficCalls(
  { profile, endpoint }: SwitchTraffic,
  world: World | undefined,
  missing: MissingIds,
): ArmCall[] {
  const name = profile.value.profileName;
  const captured = world?.trafficProfile(name);
  if (captured === undefined) {
    missing.note(`The inventory shows no Traffic Manager profile '${name}'`, endpoint);
    return [update(null, 'Enabled')];
  }
  const wanted = captured.endpoints.find((candidate) => sameName(candidate.name, endpoint));
  if (wanted === undefined) {
    missing.note(`Traffic Manager profile '${name}' has no endpoint '${endpoint}'`, name);
    return [update(null, 'Enabled')];
  }
  const idOf = (one: { type: string; name: string }) =>
    `${captured.id}/${one.type.slice(one.type.lastIndexOf('/') + 1)}/${one.name}`;
  const others = captured.endpoints.filter((candidate) => candidate !== wanted);
  return [update(idOf(wanted), 'Enabled'), ...others.map((other) => update(idOf(other), 'Disabled'))];
}

function update(resourceId: string | null, endpointStatus: 'Enabled' | 'Disabled'): ArmCall {
  return { operation: 'update-traffic-endpoint', resourceId, body: { properties: { endpointStatus } }, requires: null };
}
