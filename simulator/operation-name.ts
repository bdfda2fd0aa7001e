import { field } from './arm/call.ts';
import { methodOf } from './vim25/soap.ts';

/**
 * What a request is for, in the words that faults and counts use. The recording proxy and the estate both read it from
 * the request alone.
 */
export interface RequestName {
  readonly operation: string;
  /** Last part of the id of the thing it is about: a protected item, a job, a machine; undefined for lists. */
  readonly subject: string | undefined;
  /** What kind of thing the subject is: the collection before it in the path. */
  readonly collection: string | undefined;
  readonly mutating: boolean;
}

const posts: Readonly<Record<string, string>> = {
  plannedfailover: 'failover',
  unplannedfailover: 'failover',
  failovercommit: 'commit',
  failovercancel: 'cancel',
  start: 'start',
  deallocate: 'deallocate',
  poweroff: 'power-off',
  refreshprovider: 'refresh',
};

const collections: Readonly<Record<string, readonly [list: string, one: string]>> = {
  replicationprotecteditems: ['items', 'item'],
  replicationjobs: ['jobs', 'job'],
  replicationfabrics: ['fabrics', 'fabric'],
  replicationappliances: ['appliances', 'appliance'],
  replicationprotectioncontainers: ['containers', 'container'],
  replicationprotectioncontainermappings: ['mappings', 'mapping'],
  replicationpolicies: ['policies', 'policy'],
  recoverypoints: ['recovery-points', 'recovery-point'],
  replicationvaulthealth: ['vault-health', 'vault-health'],
  replicationoperationstatus: ['poll', 'poll'],
  operationresults: ['result', 'result'],
  operations: ['azure-poll', 'azure-poll'],
  virtualmachines: ['vms', 'vm'],
  disks: ['disks', 'disk'],
  snapshots: ['snapshots', 'snapshot'],
  networkinterfaces: ['interfaces', 'interface'],
  publicipaddresses: ['addresses', 'address'],
  trafficmanagerprofiles: ['traffic-profiles', 'traffic-profile'],
  storageaccounts: ['storage-accounts', 'storage-account'],
  runasaccounts: ['run-as-accounts', 'run-as-account'],
  vcenters: ['vcenters', 'vcenter'],
  replicationvcenters: ['vcenters', 'vcenter'],
  replicationrecoveryservicesproviders: ['providers', 'provider'],
  vaults: ['vaults', 'vault'],
  virtualnetworks: ['networks', 'network'],
  subnets: ['subnets', 'subnet'],
  virtualnetworkpeerings: ['peerings', 'peering'],
  virtualnetworkgateways: ['gateways', 'gateway'],
  connections: ['connections', 'connection'],
  expressroutecircuits: ['circuits', 'circuit'],
  locks: ['locks', 'lock'],
  permissions: ['permissions', 'permission'],
  privateendpoints: ['private-endpoints', 'private-endpoint'],
};

/** Azure-to-VMware inputs; the other direction is protecting again. Their names look swapped, and are not. */
const homeward: ReadonlySet<unknown> = new Set(['InMageRcm', 'InMage']);

export function nameRequest(method: string, url: string, body: unknown): RequestName {
  const parts = (url.split('?')[0] ?? '').split('/').filter((part) => part !== '');
  const last = parts.at(-1)?.toLowerCase() ?? '';
  if (parts[0] === 'vsphere') return nameVimRequest(parts, body);
  const mutating = method !== 'GET' && method !== 'HEAD';
  if (method === 'POST') {
    const operation =
      last === 'reprotect' ? (isHomeward(body) ? 'reprotect' : 'protect') : (posts[last] ?? `post-${last}`);
    return { operation, subject: parts.at(-2), collection: parts.at(-3), mutating };
  }
  if (last === 'instanceview') return { operation: 'vm', subject: parts.at(-2), collection: parts.at(-3), mutating };
  if (method === 'PATCH' && parts.at(-4)?.toLowerCase() === 'trafficmanagerprofiles')
    return { operation: 'switch-traffic', subject: parts.at(-3), collection: parts.at(-4), mutating };
  const listed = collections[last];
  if (listed !== undefined) {
    const about = last === 'recoverypoints';
    return {
      operation: listed[0],
      subject: about ? parts.at(-2) : undefined,
      collection: about ? parts.at(-3) : undefined,
      mutating,
    };
  }
  const one = collections[parts.at(-2)?.toLowerCase() ?? '']?.[1] ?? last;
  const operation = method === 'GET' ? one : `${method.toLowerCase()}-${one}`;
  return { operation, subject: parts.at(-1), collection: parts.at(-2), mutating };
}

/** A call to a vCenter or a host: `vim-retrieve-properties-ex` of the server that its path names. None of them changes anything. */
function nameVimRequest(parts: readonly string[], body: unknown): RequestName {
  if (parts[2]?.toLowerCase() === 'guestfile')
    return { operation: 'vim-guest-file', subject: spoken(parts[1] ?? ''), collection: 'vsphere', mutating: false };
  const method = typeof body === 'string' ? methodOf(body) : undefined;
  const words = method?.replaceAll(/(?!^)([A-Z])/g, '-$1').toLowerCase() ?? 'call';
  return { operation: `vim-${words}`, subject: spoken(parts[1] ?? ''), collection: 'vsphere', mutating: false };
}

function spoken(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isHomeward(body: unknown): boolean {
  return homeward.has(field(body, 'properties', 'providerSpecificDetails', 'instanceType'));
}
