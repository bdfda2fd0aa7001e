import { notFound, ok } from '../arm/answer.ts';
import type { Route } from '../arm/router.ts';
import { lastPart } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import { idOf } from './resource-id.ts';

const endpoint =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/privateEndpoints/{name}';

/** The private endpoints of the vault, with the addresses that they take. */
export function privateEndpointRoutes(estate: Estate): readonly Route[] {
  return [
    [
      'GET',
      endpoint,
      (call) => {
        const id = idOf(call, 'privateEndpoints', call.path.name, 'Microsoft.Network');
        const found = estate.inventory.vault?.privateEndpoints?.find((one) => sameId(one.id, id));
        if (found === undefined) return notFound(call.path.name ?? '');
        return ok({
          id: found.id,
          name: lastPart(found.id),
          type: 'Microsoft.Network/privateEndpoints',
          location: estate.inventory.vault?.location ?? 'westeurope',
          properties: {
            provisioningState: 'Succeeded',
            customDnsConfigs: Array.from({ length: found.addresses ?? 0 }, (_, index) => ({
              fqdn: `part-${index}.${estate.inventory.vault?.location}.siterecovery.windowsazure.com`,
              ipAddresses: [`10.60.255.${4 + index}`],
            })),
          },
        });
      },
    ],
  ];
}
