import { z } from 'zod';
import { maybe, readRows, text } from './arm-answer.ts';
import { segmentAfter } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';

/** A network interface as a rule wants it: where it stands, what it is called there, what guards it. */
export interface SeenInterface {
  readonly id: string;
  readonly subnetId?: string;
  readonly privateAddresses: string[];
  readonly securityGroupId?: string;
  readonly publicAddressIds: string[];
}

const row = z.object({
  id: text.min(1),
  properties: z.object({
    networkSecurityGroup: z.object({ id: maybe }).nullish(),
    ipConfigurations: z.array(
      z.object({
        properties: z.object({
          privateIPAddress: maybe,
          subnet: z.object({ id: maybe }).nullish(),
          publicIPAddress: z.object({ id: maybe }).nullish(),
        }),
      }),
    ),
  }),
});

/** Network interfaces by their id in lower case; one list for each resource group that has one of those wanted. */
export async function captureInterfaces(
  session: ArmSession,
  rest: ArmRest,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, SeenInterface>> {
  const groups = new Set(wanted.map((id) => groupPath(id, session.subscription)));
  const lists = await Promise.all(
    [...groups].map(async (group) => {
      const what = `the network interfaces of '${group}'`;
      const path = `${group}/providers/Microsoft.Network/networkInterfaces`;
      return readRows(row, await reading(session, what, () => rest.list(path, '2024-01-01')), what);
    }),
  );
  return new Map(lists.flat().map((seen) => [seen.id.toLowerCase(), seenInterface(seen)]));
}

function seenInterface({ id, properties }: z.output<typeof row>): SeenInterface {
  const configurations = properties.ipConfigurations.map((one) => one.properties);
  const subnetId = configurations.find(({ subnet }) => subnet?.id !== undefined)?.subnet?.id;
  const securityGroupId = properties.networkSecurityGroup?.id;
  return {
    id,
    privateAddresses: configurations.flatMap(({ privateIPAddress }) => privateIPAddress ?? []),
    publicAddressIds: configurations.flatMap(({ publicIPAddress }) => publicIPAddress?.id ?? []),
    ...(subnetId === undefined ? {} : { subnetId }),
    ...(securityGroupId === undefined ? {} : { securityGroupId }),
  };
}

/** Path of a resource group, in lower case but for the provider's own words; the machine may be of another subscription. */
function groupPath(id: string, subscription: string): string {
  const group = segmentAfter(id, 'resourceGroups') ?? '';
  return `/subscriptions/${(segmentAfter(id, 'subscriptions') ?? subscription).toLowerCase()}/resourceGroups/${group.toLowerCase()}`;
}
