import type { Estate } from '../estate/estate.ts';
import { serviceId } from './service-ids.ts';

/** The provider that speaks for a fabric is named by the identifier that the fabric has inside the service. Recorded. */
export function providerName(estate: Estate, fabricId: string): string {
  return estate.chance.guid('fabric', fabricId.toLowerCase());
}

export function providerId(estate: Estate, fabricId: string): string {
  return `${serviceId(fabricId)}/replicationRecoveryServicesProviders/${providerName(estate, fabricId)}`;
}
