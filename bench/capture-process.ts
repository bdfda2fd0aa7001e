/** One capture of a site in a process of its own, so that its memory can be told: whole, or machine by machine. */

import { captureSite } from '../executor/vsphere/capture-site.ts';
import { propertyPaths } from '../executor/vsphere/property-paths.ts';
import { retrieveThese } from '../executor/vsphere/retrieve.ts';
import { SoapTransport } from '../executor/vsphere/soap-transport.ts';
import { fingerprintShown } from '../executor/vsphere/trusted-agent.ts';
import { VimSession } from '../executor/vsphere/vim-session.ts';
import { at, itemsOf, type Ref, refOf } from '../executor/vsphere/vim-value.ts';
import type { Trust, VSphereServer } from '../executor/vsphere/vsphere-server.ts';
import { element, reference } from '../executor/vsphere/xml-text.ts';

export interface Task {
  readonly how: 'capture' | 'one by one';
  readonly address: string;
}

export interface Weighed {
  readonly machines: number;
  readonly ms: number;
  readonly processorMs: number;
  readonly peakMB: number;
  /** Of answers, unpacked. */
  readonly megabytes: number;
}

process.once('message', async ({ how, address }: Task) => {
  const signal = new AbortController().signal;
  const seen = address.startsWith('http:') ? undefined : await fingerprintShown(new URL(address), signal);
  const trust: Trust = seen === undefined ? { kind: 'system' } : { kind: 'fingerprint', sha256: seen };
  const server: VSphereServer = { name: 'vc', address, account: 'bench', password: 'bench', trust };
  let characters = 0;
  const send = SoapTransport.prototype.send;
  SoapTransport.prototype.send = async function (...parameters) {
    const text = await send.apply(this, parameters);
    characters += text.length;
    return text;
  };
  const processorBefore = process.cpuUsage();
  const began = performance.now();
  const machines = how === 'capture' ? await whole(server) : await oneByOne(server, signal);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(processorBefore);
  const weighed: Weighed = {
    machines,
    ms,
    processorMs: (user + system) / 1000,
    peakMB: process.resourceUsage().maxRSS / 1024,
    megabytes: characters / 1e6,
  };
  process.send?.(weighed, () => process.disconnect());
});

async function whole(server: VSphereServer): Promise<number> {
  const { siteMachines = [] } = await captureSite([server], { now: () => new Date() });
  return siteMachines.length;
}

/** As scripts do: the list first, then everything about one machine after the other. It keeps what it read of the machines alone. */
async function oneByOne(server: VSphereServer, signal: AbortSignal): Promise<number> {
  const session = await VimSession.open(server, signal);
  let read = 0;
  for (const ref of await list(session))
    await retrieveThese(session, [ref], 'VirtualMachine', (machine) => {
      if (propertyPaths.VirtualMachine.some((path) => machine.value(path) !== undefined)) read += 1;
    });
  await session.close();
  return read;
}

/** All machines, as references in one answer. */
async function list(session: VimSession): Promise<readonly Ref[]> {
  const { viewManager, rootFolder, propertyCollector } = session.content;
  const wanted = reference('container', rootFolder) + element('type', 'VirtualMachine') + element('recursive', true);
  const view = refOf((await session.call('CreateContainerView', viewManager, wanted))[0]);
  if (view === undefined) throw new Error('there is no view');
  const spec = `<specSet><propSet><type>ContainerView</type><pathSet>view</pathSet></propSet><objectSet>${reference('obj', view)}</objectSet></specSet><options/>`;
  const [answer] = await session.call('RetrievePropertiesEx', propertyCollector, spec);
  return itemsOf(at(answer, 'objects', 'propSet', 'val')).flatMap((node) => refOf(node) ?? []);
}
