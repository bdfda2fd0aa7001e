import type { CapturedConnection } from '../../core/inventory/inventory.ts';
import { type Answer, notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Handler, Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import { onlyIfCaptured } from './never-captured.ts';
import { idOf, inGroup, inSubscription } from './resource-id.ts';

type Circuit = NonNullable<CapturedConnection['circuit']>;

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Network';
const group = `${subscription}/resourceGroups/{group}/${provider}`;
const type = 'Microsoft.Network/expressRouteCircuits';

/** ExpressRoute circuits with their peerings, each once however many connections use it. */
export function circuitRoutes(estate: Estate): readonly Route[] {
  const circuits = [
    ...new Map(
      (estate.inventory.connections ?? []).flatMap(({ circuit }) =>
        circuit === undefined ? [] : [[circuit.id.toLowerCase(), circuit] as const],
      ),
    ).values(),
  ];
  const seen = (handler: Handler) =>
    onlyIfCaptured(estate.inventory.connections, 'Microsoft.Network/expressRouteCircuits/read', handler);
  const location = estate.inventory.vault?.location ?? 'westeurope';
  const withCircuit = (answer: (circuit: Circuit, call: Call) => Answer) => (call: Call) => {
    const id = idOf(call, 'expressRouteCircuits', call.path.circuit, 'Microsoft.Network');
    const circuit = circuits.find((one) => sameId(one.id, id));
    return circuit === undefined ? notFound(call.path.circuit ?? '') : answer(circuit, call);
  };
  const circuit = `${group}/expressRouteCircuits/{circuit}`;
  return [
    [
      'GET',
      `${subscription}/${provider}/expressRouteCircuits`,
      seen((call) => page(circuits.filter(({ id }) => inSubscription(id, call)).map((one) => render(one, location)))),
    ],
    [
      'GET',
      `${group}/expressRouteCircuits`,
      seen((call) => page(circuits.filter(({ id }) => inGroup(id, call)).map((one) => render(one, location)))),
    ],
    ['GET', circuit, withCircuit((one) => ok(render(one, location)))],
    ['GET', `${circuit}/peerings`, withCircuit((one) => page(peerings(one)))],
    [
      'GET',
      `${circuit}/peerings/{peering}`,
      withCircuit((one, call) => {
        const found = peerings(one).find(({ name }) => sameId(name, call.path.peering));
        return found === undefined ? notFound(call.path.peering ?? '') : ok(found);
      }),
    ],
  ];
}

function render(circuit: Circuit, location: string) {
  return {
    id: circuit.id,
    name: circuit.name,
    type,
    location,
    sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData' },
    properties: {
      provisioningState: 'Succeeded',
      circuitProvisioningState: circuit.provisioningState ?? 'Enabled',
      ...(circuit.providerState === undefined ? {} : { serviceProviderProvisioningState: circuit.providerState }),
      allowClassicOperations: false,
      peerings: peerings(circuit),
    },
  };
}

function peerings(circuit: Circuit) {
  return circuit.peerings.map(({ name, state }) => ({
    id: `${circuit.id}/peerings/${name}`,
    name,
    type: `${type}/peerings`,
    properties: {
      provisioningState: 'Succeeded',
      ...(/^(AzurePrivatePeering|AzurePublicPeering|MicrosoftPeering)$/.test(name) ? { peeringType: name } : {}),
      state,
      azureASN: 12_076,
    },
  }));
}
