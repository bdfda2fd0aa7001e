import { type Answer, armError, notFound, ok } from '../arm/answer.ts';
import { type Call, textField } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import { type Endpoint, monitorStatus, profileStatus, type TrafficProfile } from '../estate/traffic-side.ts';
import type { Instant } from '../virtual-clock.ts';
import { inGroup, inSubscription } from './resource-id.ts';

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Network';
const group = `${subscription}/resourceGroups/{group}/${provider}`;

/** Traffic Manager: profiles, and the switch of an endpoint. */
export function trafficRoutes(estate: Estate): readonly Route[] {
  const profileOf = (call: Call) =>
    [...estate.traffic.profiles.values()].find(
      ({ captured }) => inGroup(captured.id, call) && captured.name.toLowerCase() === call.path.profile?.toLowerCase(),
    );
  const withProfile = (answer: (profile: TrafficProfile, call: Call) => Answer) => (call: Call) => {
    const profile = profileOf(call);
    return profile === undefined ? notFound(call.path.profile ?? '') : answer(profile, call);
  };
  const withEndpoint = (answer: (profile: TrafficProfile, endpoint: Endpoint, call: Call) => Answer) =>
    withProfile((profile, call) => {
      const endpoint = profile.endpoints.find(
        ({ name, type }) =>
          name.toLowerCase() === call.path.endpoint?.toLowerCase() &&
          type.toLowerCase() === call.path.type?.toLowerCase(),
      );
      return endpoint === undefined ? notFound(call.path.endpoint ?? '') : answer(profile, endpoint, call);
    });
  const endpoint = `${group}/trafficmanagerprofiles/{profile}/{type}/{endpoint}`;
  const profiles = (call: Call, isIn: typeof inGroup) =>
    // The published list of profiles has no pages.
    ok({
      value: [...estate.traffic.profiles.values()]
        .filter(({ captured }) => isIn(captured.id, call))
        .map((profile) => renderProfile(estate, profile, call.at)),
    });
  return [
    ['GET', `${subscription}/${provider}/trafficmanagerprofiles`, (call) => profiles(call, inSubscription)],
    ['GET', `${group}/trafficmanagerprofiles`, (call) => profiles(call, inGroup)],
    [
      'GET',
      `${group}/trafficmanagerprofiles/{profile}`,
      withProfile((profile, call) => ok(renderProfile(estate, profile, call.at))),
    ],
    ['GET', endpoint, withEndpoint((profile, one, call) => ok(renderEndpoint(estate, profile, one, call.at)))],
    ['PATCH', endpoint, withEndpoint((profile, one, call) => switchEndpoint(estate, profile, one, call))],
  ];
}

function switchEndpoint(estate: Estate, profile: TrafficProfile, endpoint: Endpoint, call: Call): Answer {
  const status = textField(call.body, 'properties', 'endpointStatus');
  if (status !== undefined && status !== 'Enabled' && status !== 'Disabled')
    return armError(400, 'BadRequest', `The endpoint status '${status}' is not one of Enabled, Disabled.`);
  if (status !== undefined && status !== endpoint.status) {
    endpoint.status = status;
    endpoint.switchedAt = call.at;
  }
  return ok(renderEndpoint(estate, profile, endpoint, call.at));
}

function renderProfile(estate: Estate, profile: TrafficProfile, at: Instant) {
  const { captured, endpoints } = profile;
  const probe = estate.knobs.trafficProbeSeconds;
  return {
    id: captured.id,
    name: captured.name,
    type: 'Microsoft.Network/trafficManagerProfiles',
    location: 'global',
    properties: {
      profileStatus: 'Enabled',
      trafficRoutingMethod: captured.routingMethod,
      dnsConfig: {
        relativeName: captured.name,
        fqdn: `${captured.name}.trafficmanager.net`,
        ttl: captured.ttlSeconds ?? 60,
      },
      monitorConfig: {
        profileMonitorStatus: profileStatus(endpoints.map((one) => monitorStatus(one, at, probe))),
        protocol: 'HTTPS',
        port: 443,
        path: '/',
        intervalInSeconds: 30,
        toleratedNumberOfFailures: 3,
        timeoutInSeconds: 10,
      },
      endpoints: endpoints.map((one) => renderEndpoint(estate, profile, one, at)),
      trafficViewEnrollmentStatus: 'Disabled',
    },
  };
}

function renderEndpoint(estate: Estate, profile: TrafficProfile, endpoint: Endpoint, at: Instant) {
  return {
    id: `${profile.captured.id}/${endpoint.type}/${endpoint.name}`,
    name: endpoint.name,
    type: `Microsoft.Network/trafficManagerProfiles/${endpoint.type}`,
    properties: {
      endpointStatus: endpoint.status,
      endpointMonitorStatus: monitorStatus(endpoint, at, estate.knobs.trafficProbeSeconds),
      weight: 1,
      ...(endpoint.target === undefined ? {} : { target: endpoint.target }),
      ...(endpoint.priority === undefined ? {} : { priority: endpoint.priority }),
    },
  };
}
