import type { CapturedTrafficProfile } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import type { TrafficProfile } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { momentsOf } from '../decisions.ts';
import { durationText } from '../duration-text.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';

interface Params {
  readonly profile: string;
  /** How the captured profile sends its clients, and how long they remember. */
  readonly routing: string | undefined;
  readonly ttl: string | undefined;
}

export const clientsNotSentHome = defineRule<Params>({
  code: 'FB183',
  title: 'No step sends the clients home',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'the machines come home whether clients follow or not; and many profiles switch by themselves.',
  architecture: 'both',
  decidedBy: ['text', 'inventory'],
  timeToLive: days(1),
  source: {
    ...articles.trafficManager,
    says: 'with priority routing clients return to the site by themselves once its endpoint is healthy, after the time to live of the name; with other methods, or where endpoints were disabled, somebody switches',
    confidence: 'documented',
  },
  byHand:
    'In the portal, open the Traffic Manager profile: routing method, endpoints, and their monitor status.\naz network traffic-manager profile show --resource-group RG --name PROFILE --query "{routing:trafficRoutingMethod, ttl:dnsConfig.ttl, endpoints:endpoints[].{name:name, status:endpointStatus, monitor:endpointMonitorStatus, priority:priority}}"',
  mend: 'Add to a wave: `after failover { switch-traffic { profile: NAME  endpoint: ENDPOINT } }`; or take the profile out of the site file where it is not of this runbook.',
  message: ({ profile, routing, ttl }) =>
    routing === undefined
      ? `The site declares the traffic profile '${profile}', and no step switches it. Unless it returns to the site by itself, clients go on to Azure.`
      : `The traffic profile '${profile}' routes by '${routing}', so clients do not return to the site by themselves, and no step switches it.${ttl === undefined ? '' : ` They remember the old address for ${ttl}.`}`,
  reads: [],
  *check(context) {
    const { runbook, world, howToCapture: how } = situationOf(context);
    const switched = new Set<TrafficProfile>();
    for (const { moment } of momentsOf(runbook))
      for (const item of moment.items) if (item.kind === 'switch-traffic') switched.add(item.profile.value);
    for (const profile of runbook.trafficProfiles) {
      if (switched.has(profile)) continue;
      const seen = world === undefined ? undefined : world.trafficProfile(profile.profileName);
      if (seen !== undefined && returnsByItself(seen)) continue;
      const question = { subject: profile.name, at: profile.at, fact: 'steps that switch it', how };
      yield verdictOn(question, broken(paramsOf(profile, seen), seen === undefined ? [] : [seen]));
    }
  },
});

/** @source the documented pattern: priority routing, the site's endpoint first; nobody disabled one. */
function returnsByItself({ routingMethod, endpoints }: CapturedTrafficProfile): boolean {
  return /^priority$/i.test(routingMethod) && endpoints.every(({ status }) => status === 'Enabled');
}

function paramsOf({ profileName: profile }: TrafficProfile, seen: CapturedTrafficProfile | undefined): Params {
  if (seen === undefined) return { profile, routing: undefined, ttl: undefined };
  const { ttlSeconds } = seen;
  return {
    profile,
    routing: /^priority$/i.test(seen.routingMethod) ? 'Priority, with a disabled endpoint' : seen.routingMethod,
    ttl: ttlSeconds === undefined ? undefined : ttlSeconds < 60 ? `${ttlSeconds} s` : durationText(ttlSeconds),
  };
}
