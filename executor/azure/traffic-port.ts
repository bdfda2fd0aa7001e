import type { TrafficManagerManagementClient } from '@azure/arm-trafficmanager';
import { z } from 'zod';
import { type Inventory, inventorySchema } from '../../core/inventory/inventory.ts';
import type { RunCall } from '../../core/run/action.ts';
import type { CallOutcome } from '../effects.ts';
import { readEntries } from './arm-answer.ts';
import { lastSegment, requiredSegment } from './arm-id.ts';
import { type ArmSession, clientOptions, reading } from './arm-session.ts';
import { everyRow } from './every-row.ts';
import { outcomeOf } from './service-answer.ts';

const bodySchema = z.object({ properties: z.object({ endpointStatus: z.enum(['Enabled', 'Disabled']) }) });

/** Traffic Manager: switching endpoints. Repeating a switch does no harm, so a lost answer needs no search. */
export class TrafficPort {
  readonly #session: ArmSession;
  readonly #client: TrafficManagerManagementClient;

  private constructor(session: ArmSession, client: TrafficManagerManagementClient) {
    this.#session = session;
    this.#client = client;
  }

  /** Loads the SDK, a chunk of its own. */
  static async open(session: ArmSession): Promise<TrafficPort> {
    const { TrafficManagerManagementClient } = await import('@azure/arm-trafficmanager');
    const options = clientOptions(session);
    return new TrafficPort(
      session,
      new TrafficManagerManagementClient(session.credential, session.subscription, options),
    );
  }

  async call(call: RunCall, requestId: string): Promise<CallOutcome> {
    const id = call.resourceId ?? '';
    const profile = requiredSegment(id, 'trafficManagerProfiles');
    const type = id.split('/').at(-2) ?? '';
    const { endpointStatus } = bodySchema.parse(call.body).properties;
    const options = { requestOptions: { customHeaders: { 'x-ms-client-request-id': requestId } } };
    try {
      await this.#client.endpoints.update(
        requiredSegment(id, 'resourceGroups'),
        profile,
        type as 'ExternalEndpoints',
        lastSegment(id),
        { endpointStatus },
        options,
      );
      return {
        kind: 'accepted',
        jobId: undefined,
        note: `'${lastSegment(id)}' of '${profile}' is ${endpointStatus.toLowerCase()}.`,
      };
    } catch (error) {
      const outcome = outcomeOf(error, `the switch of '${lastSegment(id)}'`);
      if (outcome.kind !== 'unknown') return outcome;
      return { kind: 'refused', status: 0, message: outcome.message, retryAfter: undefined, signIn: false };
    }
  }

  async profiles(): Promise<NonNullable<Inventory['trafficProfiles']>> {
    const what = 'the Traffic Manager profiles';
    return reading(this.#session, what, async () => {
      const seenAt = this.#session.clock.now().toISOString();
      const profiles: NonNullable<Inventory['trafficProfiles']> = [];
      for await (const profile of everyRow(this.#client.profiles.listBySubscription(), what))
        profiles.push({
          id: profile.id ?? '',
          name: profile.name ?? '',
          routingMethod: profile.trafficRoutingMethod ?? '',
          ...(profile.dnsConfig?.ttl === undefined ? {} : { ttlSeconds: profile.dnsConfig.ttl }),
          endpoints: (profile.endpoints ?? []).map((endpoint) => ({
            name: endpoint.name ?? '',
            type: lastSegment(endpoint.type ?? ''),
            status: endpoint.endpointStatus === 'Disabled' ? 'Disabled' : 'Enabled',
            ...(endpoint.target === undefined ? {} : { target: endpoint.target }),
            ...(endpoint.endpointMonitorStatus === undefined ? {} : { monitorStatus: endpoint.endpointMonitorStatus }),
            ...(endpoint.priority === undefined ? {} : { priority: endpoint.priority }),
          })),
          seenAt,
        });
      return readEntries(inventorySchema.shape.trafficProfiles.unwrap().element, profiles, what);
    });
  }
}
