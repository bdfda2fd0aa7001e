import type { CapturedAppliance } from '../../core/inventory/inventory.ts';
import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';
import { type Component, component, dra, processServer, rcmProxy, reprotectAgent } from './render-component.ts';
import { serviceId } from './service-ids.ts';

/** One appliance as `replicationAppliances` lists it: the same components, each once. */
export function renderAppliance(estate: Estate, appliance: CapturedAppliance, at: Instant) {
  const one = (kind: Component['kind'], render: typeof component) => {
    const found = appliance.components.find((candidate) => candidate.kind === kind);
    return found === undefined ? null : render(estate, appliance, found, at);
  };
  return {
    id: appliance.processServerId ?? appliance.reprotectAgentId ?? appliance.name,
    name: appliance.name,
    fabricArmId: serviceId(appliance.fabricId),
    processServer: one('process-server', processServer),
    rcmProxy: one('rcm-proxy', rcmProxy),
    pushInstaller: one('push-installer', component),
    replicationAgent: one('replication-agent', component),
    reprotectAgent: one('reprotect-agent', reprotectAgent),
    marsAgent: one('mars-agent', component),
    dra: one('dra', dra),
    switchProviderBlockingErrorDetails: [],
  };
}
