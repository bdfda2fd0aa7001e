import type { Estate } from '../estate/estate.ts';

/** Where the service itself listens, for the vault's region. */
export function serviceAddresses(estate: Estate) {
  const pod = `pod01-%s.${estate.inventory.vault?.location ?? 'region'}`;
  const address = (part: string, domain: string) => `https://${pod.replace('%s', part)}.${domain}.windowsazure.com`;
  return {
    serviceEndpoint: address('srs1', 'hypervrecoverymanager'),
    serviceResourceId: '8238764630195140046',
    serviceContainerId: '5269262064710',
    dataPlaneUri: address('prot2', 'backup'),
    controlPlaneUri: address('rcm1', 'hypervrecoverymanager'),
  };
}
