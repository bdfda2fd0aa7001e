import type { CapturedTrafficProfile, Inventory } from '../../core/inventory/inventory.ts';
import type { Seconds } from '../../core/quantity.ts';
import type { Instant } from '../virtual-clock.ts';

export interface Endpoint {
  readonly name: string;
  readonly type: string;
  readonly target: string | undefined;
  readonly priority: number | undefined;
  status: 'Enabled' | 'Disabled';
  /** What it showed when captured; until it is switched. */
  captured: string | undefined;
  switchedAt: Instant | undefined;
}

export interface TrafficProfile {
  readonly captured: CapturedTrafficProfile;
  readonly endpoints: readonly Endpoint[];
}

/** Traffic Manager's profiles, by id without case. */
export class TrafficSide {
  readonly profiles = new Map<string, TrafficProfile>();

  constructor(inventory: Inventory) {
    for (const profile of inventory.trafficProfiles ?? [])
      this.profiles.set(profile.id.toLowerCase(), {
        captured: profile,
        endpoints: profile.endpoints.map((endpoint) => ({
          name: endpoint.name,
          type: endpoint.type,
          target: endpoint.target,
          priority: endpoint.priority,
          status: endpoint.status,
          captured: endpoint.monitorStatus,
          switchedAt: undefined,
        })),
      });
  }
}

/** Health follows the switch: checked for a while, then online. */
export function monitorStatus(endpoint: Endpoint, at: Instant, probe: Seconds): string {
  if (endpoint.status === 'Disabled') return 'Disabled';
  if (endpoint.switchedAt === undefined) return endpoint.captured ?? 'Online';
  return at < endpoint.switchedAt + probe * 1000 ? 'CheckingEndpoint' : 'Online';
}

/** A profile is as well as its best endpoint. */
export function profileStatus(statuses: readonly string[]): string {
  const best = ['Online', 'CheckingEndpoint', 'Degraded', 'Stopped', 'Inactive', 'Disabled'];
  const shown = best.find((status) => statuses.includes(status)) ?? 'Inactive';
  return shown === 'CheckingEndpoint' ? 'CheckingEndpoints' : shown === 'Disabled' ? 'Inactive' : shown;
}
