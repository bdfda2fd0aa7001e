import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FailbackError } from '../../core/failback-error.ts';
import { captureSite, type SiteCaptureOptions } from '../../executor/vsphere/capture-site.ts';
import { LIMITS } from '../../executor/vsphere/soap-transport.ts';
import { VimSession } from '../../executor/vsphere/vim-session.ts';
import { fakeVCenter, fault, type Reply, result, type Scene } from './fake-vcenter.ts';

const limits = { ...LIMITS, silenceMs: 400, answerBytes: 2 ** 20, pausesMs: [1, 1, 1] };
const options: SiteCaptureOptions = { now: () => new Date('2026-11-23T09:00:00Z'), limits };
const whole = await (async () => {
  await using vcenter = await fakeVCenter();
  return await captureSite([vcenter.server()], options);
})();

test('the session that was opened is used, and closed at the end', async () => {
  await using vcenter = await fakeVCenter();
  await captureSite([vcenter.server()], options);
  const [content, login, ...rest] = vcenter.calls;
  assert.deepEqual([content?.method, login?.method], ['RetrieveServiceContent', 'Login']);
  assert.ok(rest.every(({ cookie }) => cookie === 'vmware_soap_session="session-0"'));
  assert.equal(vcenter.methods().at(-1), 'Logout');
  const count = (method: string) => vcenter.methods().filter((called) => called === method).length;
  assert.equal(count('CreateContainerView'), count('DestroyView'));
  assert.equal(count('CreateCollectorForEvents'), count('DestroyCollector'));
});

test('only what property-paths.ts says is called', async () => {
  await using vcenter = await fakeVCenter({ page: 1 });
  await captureSite([vcenter.server()], options);
  assert.deepEqual([...new Set(vcenter.methods())].sort(), [
    'ContinueRetrievePropertiesEx',
    'CreateCollectorForEvents',
    'CreateContainerView',
    'DestroyCollector',
    'DestroyView',
    'HasPrivilegeOnEntities',
    'Login',
    'Logout',
    'QueryAssignedLicenses',
    'ReadNextEvents',
    'RetrievePropertiesEx',
    'RetrieveServiceContent',
    'RewindCollector',
  ]);
});

test('a session that ends in the middle of the pages is opened again, and the part begins anew', async () => {
  let ended = false;
  await using vcenter = await fakeVCenter({
    page: 1,
    reply({ method, before }) {
      // Between the second and the third virtual machine.
      if (ended || method !== 'ContinueRetrievePropertiesEx' || before !== 6) return undefined;
      ended = true;
      return fault('NotAuthenticated');
    },
  });
  const site = await captureSite([vcenter.server()], options);
  assert.ok(ended);
  assert.deepEqual(site, whole);
  assert.equal(vcenter.calls.filter(({ type }) => type === 'VirtualMachine').length, 4);
  assert.equal(vcenter.methods().filter((method) => method === 'Login').length, 2);
  assert.equal(vcenter.calls.at(-1)?.cookie, 'vmware_soap_session="session-1"');
});

test('a session that ended is also told property by property', async () => {
  let ended = false;
  await using vcenter = await fakeVCenter({
    reply({ method, type }) {
      if (ended || method !== 'RetrievePropertiesEx' || type !== 'Datastore') return undefined;
      ended = true;
      const missing = '<missingSet><path>name</path><fault><fault xsi:type="NotAuthenticated"/></fault></missingSet>';
      return result(
        method,
        `<returnval><objects><obj type="Datastore">datastore-11</obj>${missing}</objects></returnval>`,
      );
    },
  });
  assert.deepEqual(await captureSite([vcenter.server()], options), whole);
});

test('a server that ends every session is given up after one more try, part by part', async () => {
  await using vcenter = await fakeVCenter({
    reply: ({ method, type }) =>
      method === 'RetrievePropertiesEx' && type === 'VirtualMachine' ? fault('NotAuthenticated') : undefined,
  });
  const site = await captureSite([vcenter.server()], options);
  assert.equal(vcenter.methods().filter((method) => method === 'Login').length, 2);
  assert.equal(site.siteMachines, undefined);
  assert.equal(site.datastores?.length, 2);
  assert.match(reasonFor(site, 'virtual machines'), /ended the session of 'failback@vsphere.local' twice/);
});

test('a part that the account may not read is absent and told, with the privilege', async () => {
  await using vcenter = await fakeVCenter({
    reply: ({ method }) =>
      method === 'QueryAssignedLicenses'
        ? fault('NoPermission', '<privilegeId>Global.Licenses</privilegeId>')
        : undefined,
  });
  const site = await captureSite([vcenter.server()], options);
  assert.equal(site.hosts?.length, 2);
  assert.ok(site.hosts?.every(({ license }) => license === undefined));
  assert.match(reasonFor(site, 'licences'), /lacks the privilege Global\.Licenses/);
});

test('privileges count where they hold on the datacenter and on every folder in it', async () => {
  await using vcenter = await fakeVCenter({
    reply({ method, body }) {
      if (method !== 'HasPrivilegeOnEntities') return undefined;
      const asked = [...body.matchAll(/<privId>([^<]+)/g)].map(([, id]) => id);
      const told = [...body.matchAll(/<entity type="(\w+)">([^<]+)/g)].map(([, type, id]) => {
        const granted = (privilege: string | undefined) => id === 'datacenter-3' || privilege?.startsWith('System.');
        return `<returnval><entity type="${type}">${id}</entity>${asked.map((privilege) => `<privAvailability><privId>${privilege}</privId><isGranted>${granted(privilege)}</isGranted></privAvailability>`).join('')}</returnval>`;
      });
      return result(method, told.join(''));
    },
  });
  const [seen] = (await captureSite([vcenter.server()], options)).vcenters ?? [];
  assert.deepEqual(seen?.privileges, ['System.Anonymous', 'System.Read', 'System.View']);
});

test('privileges that are not told of every datacenter are not told at all', async () => {
  await using vcenter = await fakeVCenter({
    reply: ({ method }) => (method === 'HasPrivilegeOnEntities' ? result(method, '') : undefined),
  });
  const site = await captureSite([vcenter.server()], options);
  assert.equal(site.vcenters?.[0]?.privileges, undefined);
  assert.match(reasonFor(site, 'privileges'), /does not tell the privileges of every datacenter/);
});

test('a server that is starting is asked again, some times', async () => {
  const busy = (times: number): Scene => ({
    reply: ({ method, before }) =>
      method === 'Login' && before < times ? { status: 503, body: 'starting' } : undefined,
  });
  await using soon = await fakeVCenter(busy(3));
  assert.deepEqual(await captureSite([soon.server()], options), whole);
  await using never = await fakeVCenter(busy(99));
  const site = await captureSite([never.server()], options);
  assert.equal(never.methods().filter((method) => method === 'Login').length, 4);
  assert.match(site.notCaptured?.[0]?.reason ?? '', /is up but its service is not: it answered HTTP 503/);
});

test('a connection that is cut is made again, some times', async () => {
  await using once = await fakeVCenter({
    reply: ({ method, before }) => (method === 'RetrievePropertiesEx' && before === 3 ? { cut: true } : undefined),
  });
  assert.deepEqual(await captureSite([once.server()], options), whole);
});

const refusals: readonly (readonly [what: string, reply: Reply, code: string, text: RegExp])[] = [
  ['an unknown fault', fault('ConcurrentAccess'), 'vsphere-fault', /refuses to be read: ConcurrentAccess \(it is Conc/],
  [
    'a page of a proxy',
    { type: 'text/html', body: '<html><p>Hi' },
    'vsphere-not-a-vcenter',
    /'text\/html' instead of XML/,
  ],
  ['no such page', { status: 404, type: 'text/html' }, 'vsphere-not-a-vcenter', /HTTP 404/],
  ['an error page', { status: 500, type: 'text/html' }, 'vsphere-not-a-vcenter', /HTTP 500/],
  ['a redirect', { status: 302, headers: { location: 'http://elsewhere' } }, 'vsphere-not-a-vcenter', /HTTP 302/],
  ['XML, but no SOAP', { body: '<rss/>' }, 'vsphere-not-a-vcenter', /it is no SOAP/],
  [
    'the answer to something else',
    result('Logout', ''),
    'vsphere-not-a-vcenter',
    /something else than RetrieveServiceContent/,
  ],
  ['an answer with nothing in it', result('RetrieveServiceContent', ''), 'vsphere-not-a-vcenter', /no rootFolder/],
  ['truncated XML', { body: '<a><b>' }, 'vsphere-not-a-vcenter', /breaks off in the middle/],
  [
    'an external entity',
    { body: '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>' },
    'vsphere-not-a-vcenter',
    /document type/,
  ],
  ['silence', { silent: true }, 'vsphere-unreachable', /silent for 0\.4 s/],
  [
    'packed nonsense',
    { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' },
    'vsphere-unreachable',
    /cannot be reached/,
  ],
  [
    'a small answer that unpacks to a large one',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(64 * 2 ** 20)) },
    'vsphere-not-a-vcenter',
    /longer than 1 MiB/,
  ],
];

for (const [what, reply, code, text] of refusals)
  test(`${what} is told for what it is`, async () => {
    await using vcenter = await fakeVCenter({
      reply: ({ method }) => (method === 'RetrieveServiceContent' ? reply : undefined),
    });
    const error = await failure(VimSession.open(vcenter.server(), new AbortController().signal, limits));
    assert.equal(error.code, code);
    assert.match(error.message, text);
    assert.notEqual(error.remedy, '');
  });

test('a packed answer is unpacked', async () => {
  await using vcenter = await fakeVCenter({
    reply({ method, type }) {
      if (method !== 'RetrievePropertiesEx' || type !== 'Network') return undefined;
      const packed = gzipSync(String(result(method, '').body));
      return { headers: { 'content-encoding': 'gzip' }, body: packed };
    },
  });
  const site = await captureSite([vcenter.server()], options);
  assert.deepEqual(site.hosts?.[0]?.networks, ['dvportgroup-31', 'network-12']);
});

test('where nothing listens, the server is told to be out of reach', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  await assert.rejects(new Promise((_resolve, reject) => connect(port, '127.0.0.1').once('error', reject)));
  const [told] = (await captureSite([{ ...server(port), address: `127.0.0.1:${port}` }], options)).notCaptured ?? [];
  assert.match(told?.reason ?? '', /cannot be reached: nothing listens there/);
});

test('a wrong password is never written into what is told', async () => {
  await using vcenter = await fakeVCenter();
  const error = await failure(VimSession.open(vcenter.server({ password: 'hunter2' }), new AbortController().signal));
  assert.equal(error.code, 'vsphere-wrong-password');
  assert.doesNotMatch(`${error.message}${error.remedy}${error.cause}${error.stack}`, /hunter2/);
});

test('an abort ends the reading, lets the pages go, and signs out', async () => {
  const controller = new AbortController();
  await using vcenter = await fakeVCenter({
    page: 1,
    reply({ method, before }) {
      if (method !== 'ContinueRetrievePropertiesEx' || before !== 6) return undefined;
      controller.abort(new Error('a person pressed Cancel'));
      return { silent: true };
    },
  });
  await assert.rejects(captureSite([vcenter.server()], { ...options, signal: controller.signal }), /pressed Cancel/);
  assert.deepEqual(vcenter.methods().slice(-3), ['CancelRetrievePropertiesEx', 'DestroyView', 'Logout']);
});

test('an abort before the beginning asks nobody', async () => {
  await using vcenter = await fakeVCenter();
  const signal = AbortSignal.abort(new Error('too late'));
  await assert.rejects(captureSite([vcenter.server()], { ...options, signal }), /too late/);
  assert.equal(vcenter.calls.length, 0);
});

test('an abort while a busy server is waited for ends the waiting', async () => {
  const controller = new AbortController();
  await using vcenter = await fakeVCenter({
    reply() {
      setImmediate(() => controller.abort(new Error('enough')));
      return { status: 503 };
    },
  });
  const patient = { ...limits, pausesMs: [600_000] };
  await assert.rejects(
    captureSite([vcenter.server()], { ...options, limits: patient, signal: controller.signal }),
    /enough/,
  );
});

function server(port: number) {
  return {
    name: 'vc-off',
    address: `http://127.0.0.1:${port}/sdk`,
    account: 'a',
    password: 'b',
    trust: { kind: 'system' as const },
  };
}

function reasonFor(site: Awaited<ReturnType<typeof captureSite>>, what: string): string {
  return site.notCaptured?.find((told) => told.what.startsWith(what))?.reason ?? '';
}

async function failure(promise: Promise<unknown>): Promise<FailbackError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof FailbackError, String(error));
    return error;
  }
  return assert.fail('it should have failed');
}
