import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { parseFault } from '../../simulator/faults.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/start-simulator.ts';
import { readXml } from '../../simulator/vim25/read-xml.ts';
import { escapeXml } from '../../simulator/vim25/vim-value.ts';

const path = fileURLToPath(new URL('fixtures/site.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(path, 'utf8'), path);

test('without a session there is nothing to see but what the server is', async () => {
  await withVCenter({}, async (vcenter) => {
    assert.match(await vcenter.call('RetrieveServiceContent', 'ServiceInstance'), /<apiType>VirtualCenter<\/apiType>/);
    assert.match(await vcenter.names(), /NotAuthenticatedFault xmlns="urn:vim25" xsi:type="NotAuthenticated"/);
    await vcenter.login();
    assert.match(await vcenter.names(), /erp-db-01/);
    await vcenter.call('Logout', 'SessionManager');
    assert.match(await vcenter.names(), /NotAuthenticated/);
  });
});

test('a wrong password is told and gives no session', async () => {
  await withVCenter({ knobs: { vimPassword: 'p<ä>&' } }, async (vcenter) => {
    assert.match(await vcenter.login('something else'), /xsi:type="InvalidLogin"/);
    assert.equal(vcenter.cookie, '');
    assert.match(await vcenter.login('p<ä>&'), /<key>/);
  });
});

test('a session is over after its silence, and its views with it', async () => {
  await withVCenter({ knobs: { vimSessionSeconds: 1800 } }, async (vcenter) => {
    await vcenter.login();
    const view = await vcenter.view('VirtualMachine');
    vcenter.simulator.advance(1800);
    assert.match(await vcenter.names(view), /erp-db-01/);
    vcenter.simulator.advance(1801);
    assert.match(await vcenter.names(view), /NotAuthenticated/);
    await vcenter.login();
    assert.match(await vcenter.names(view), /ManagedObjectNotFound/);
  });
});

test('pages are as long as the shorter of both wants, come once, and can be cancelled', async () => {
  await withVCenter({ knobs: { vimPageSize: 2 } }, async (vcenter) => {
    await vcenter.login();
    const first = await vcenter.retrieve('ManagedEntity', '<pathSet>name</pathSet>', '<maxObjects>500</maxObjects>');
    assert.equal(first.match(/<objects>/g)?.length, 2);
    const token = /<token>([^<]+)<\/token>/.exec(first)?.[1] ?? '';
    const next = (given: string) => `<token>${given}</token>`;
    const second = await vcenter.call('ContinueRetrievePropertiesEx', 'propertyCollector', next(token));
    assert.match(second, /<objects>/);
    assert.match(
      await vcenter.call('ContinueRetrievePropertiesEx', 'propertyCollector', next(token)),
      /InvalidArgument/,
    );
    const other = /<token>([^<]+)<\/token>/.exec(second)?.[1] ?? '';
    assert.notEqual(other, token);
    assert.doesNotMatch(await vcenter.call('CancelRetrievePropertiesEx', 'propertyCollector', next(other)), /Fault/);
    assert.match(
      await vcenter.call('ContinueRetrievePropertiesEx', 'propertyCollector', next(other)),
      /InvalidArgument/,
    );
    const one = await vcenter.retrieve('VirtualMachine', '<pathSet>name</pathSet>', '<maxObjects>1</maxObjects>');
    assert.equal(one.match(/<objects>/g)?.length, 1);
  });
});

test('a property that does not exist is a fault; one that is not set is left out', async () => {
  await withVCenter({}, async (vcenter) => {
    await vcenter.login();
    assert.match(
      await vcenter.retrieve('VirtualMachine', '<pathSet>konfig.uuid</pathSet>'),
      /<name>konfig\.uuid<\/name>/,
    );
    const unset = await vcenter.retrieve('VirtualMachine', '<pathSet>config.firmware</pathSet>');
    assert.match(unset, /<objects>/);
    assert.doesNotMatch(unset, /propSet|missingSet/);
    const keyed = await vcenter.retrieve('VirtualMachine', '<pathSet>config.extraConfig["disk.enableUUID"]</pathSet>');
    assert.match(keyed, /<val xsi:type="OptionValue"><key>disk\.enableUUID<\/key><value xsi:type="xsd:string">TRUE</);
  });
});

test('a walk from the root folder reaches what a view shows', async () => {
  await withVCenter({}, async (vcenter) => {
    await vcenter.login();
    const walk = ['Folder.childEntity', 'Datacenter.vmFolder'].map((leg) => {
      const [type, property] = leg.split('.');
      const again = '<selectSet><name>Folder</name></selectSet><selectSet><name>Datacenter</name></selectSet>';
      return `<selectSet xsi:type="TraversalSpec"><name>${type}</name><type>${type}</type><path>${property}</path>${again}</selectSet>`;
    });
    const found = await vcenter.call(
      'RetrievePropertiesEx',
      'propertyCollector',
      `<specSet><propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj>${walk.join('')}</objectSet></specSet><options/>`,
    );
    assert.match(found, /erp-db-01/);
    assert.match(found, /asr-app-01/);
  });
});

test('faults strike once, hang, and break the connection; what is no call is refused', async () => {
  const faults = ['503@vim-login/vc-ams', 'hang@vim-create-container-view/vc-ams', 'drop@vim-logout/vc-ams'].map(
    parseFault,
  );
  await withVCenter({ faults }, async (vcenter) => {
    assert.match(await vcenter.login(), /^503 \(Failed to connect/);
    assert.match(await vcenter.login(), /<key>/);
    await assert.rejects(vcenter.view('VirtualMachine', AbortSignal.timeout(50)));
    await assert.rejects(vcenter.call('Logout', 'SessionManager'));
    for (const text of ['', 'hello', '<a>', '<!DOCTYPE x><x/>', '<Envelope><Body/></Envelope>'])
      assert.match(await vcenter.send(text), /InvalidRequest/, text);
    assert.match(await vcenter.call('Destroy_Task', 'vm-1001'), /MethodNotFound/);
    assert.match(await vcenter.call('constructor', 'vm-1001'), /MethodNotFound/);
  });
});

test('a bare host answers as one, and nobody answers for a name that is not there', async () => {
  const bare = {
    ...inventory,
    hosts: [...(inventory.hosts ?? []), { name: 'esx 7/ü', datastores: [], seenAt: inventory.capturedAt }],
  };
  await withVCenter({ inventory: bare }, async (vcenter) => {
    const address = (name: string) => `${vcenter.simulator.proxyUrl}/vsphere/${encodeURIComponent(name)}/sdk`;
    const ask = (url: string) =>
      fetch(url, { method: 'POST', body: vcenter.envelope('RetrieveServiceContent', 'x', '') });
    assert.match(await (await ask(address('ESX 7/ü'))).text(), /<apiType>HostAgent</);
    assert.equal((await ask(address('vc-other'))).status, 404);
    assert.equal((await ask(`${vcenter.simulator.proxyUrl}/vsphere/%E0%A4%A/sdk`)).status, 404);
    assert.equal((await fetch(address('vc-ams'))).status, 405);
  });
});

test('what is asked of a vCenter is counted as reading, and neither it nor its password is recorded', async () => {
  await withVCenter({}, async (vcenter) => {
    await vcenter.login('a-password-of-a-test');
    const { mutating, byOperation } = vcenter.simulator.requests();
    assert.equal(mutating, 0);
    assert.deepEqual(byOperation, { 'vim-login': 1 });
    assert.deepEqual(vcenter.simulator.exchanges(), []);
  });
});

test('whatever a text holds, it is written so that it is read again', () => {
  for (const text of ['<a b="c">&amp;', ']]>', '\r\n\t ', '💾 漢 é', '\'"', ''])
    assert.equal(readXml(`<x>${escapeXml(text)}</x>`)?.text, text);
  assert.equal(readXml(`<x>${escapeXml('a\u0000\ud800b')}</x>`)?.text, 'a\ufffd\ufffdb');
  assert.equal(readXml('<x><![CDATA[<a>&amp;]]><!-- - --><?p?>&#x41;&#66;</x>')?.text, '<a>&amp;AB');
});

/** A client that knows nothing but how to send. */
class Client {
  readonly simulator: Simulator;
  cookie = '';

  constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  envelope(method: string, id: string, inner: string): string {
    return `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body><${method} xmlns="urn:vim25"><_this type="ManagedObject">${id}</_this>${inner}</${method}></s:Body></s:Envelope>`;
  }

  async send(body: string, signal = AbortSignal.timeout(10_000)): Promise<string> {
    const headers = { 'content-type': 'text/xml; charset=utf-8', cookie: this.cookie };
    const answer = await fetch(`${this.simulator.proxyUrl}/vsphere/vc-ams/sdk`, {
      method: 'POST',
      headers,
      body,
      signal,
    });
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    return answer.text();
  }

  call(method: string, id: string, inner = '', signal?: AbortSignal): Promise<string> {
    return this.send(this.envelope(method, id, inner), signal);
  }

  login(password = 'any'): Promise<string> {
    return this.call('Login', 'SessionManager', `<userName>a</userName><password>${escapeXml(password)}</password>`);
  }

  async view(type: string, signal?: AbortSignal): Promise<string> {
    const inner = `<container type="Folder">group-d1</container><type>${type}</type><recursive>true</recursive>`;
    const created = await this.call('CreateContainerView', 'ViewManager', inner, signal);
    return />(session[^<]+)</.exec(created)?.[1] ?? '';
  }

  async retrieve(type: string, paths: string, options = ''): Promise<string> {
    return this.#through(await this.view(type), type, paths, options);
  }

  async names(view?: string): Promise<string> {
    return this.#through(view ?? (await this.view('VirtualMachine')), 'VirtualMachine', '<pathSet>name</pathSet>', '');
  }

  #through(view: string, type: string, paths: string, options: string): Promise<string> {
    const spec = `<specSet><propSet><type>${type}</type>${paths}</propSet><objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet></specSet><options>${options}</options>`;
    return this.call('RetrievePropertiesEx', 'propertyCollector', spec);
  }
}

async function withVCenter(options: Partial<SimulatorOptions>, use: (client: Client) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({ inventory, speed: 'advance', ...options });
  try {
    await use(new Client(simulator));
  } finally {
    await simulator.close();
  }
}
