import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureSite } from '../../executor/vsphere/capture-site.ts';
import { fakeVCenter, result } from './fake-vcenter.ts';

const options = { now: () => new Date('2026-11-23T09:00:00Z') };

test('pages of 500 are asked for, and whatever pages come are put together', async () => {
  await using one = await fakeVCenter({ change: (text, { type }) => (type === 'VirtualMachine' ? many(1200) : text) });
  const site = await captureSite([one.server()], options);
  assert.equal(site.siteMachines?.length, 1200);
  assert.equal(site.siteMachines?.at(-1)?.name, 'vm-1199');
  const asked = one.calls.filter(({ type }) => type === 'VirtualMachine').map(({ body }) => body);
  assert.ok(asked.some((body) => body.includes('<maxObjects>500</maxObjects>')));
  assert.equal(one.methods().filter((method) => method === 'ContinueRetrievePropertiesEx').length, 2);
  await using other = await fakeVCenter({
    page: 7,
    change: (text, { type }) => (type === 'VirtualMachine' ? many(1200) : text),
  });
  assert.deepEqual((await captureSite([other.server()], options)).siteMachines, site.siteMachines);
});

test('pages that repeat themselves are no answer: the section is absent, and the paging is cancelled', async () => {
  await using vcenter = await fakeVCenter({
    reply: ({ method, type }) =>
      (method === 'RetrievePropertiesEx' && type === 'VirtualMachine') || method === 'ContinueRetrievePropertiesEx'
        ? result(method, `<returnval><token>again</token>${many(1)}</returnval>`)
        : undefined,
  });
  const site = await captureSite([vcenter.server()], options);
  assert.equal(site.siteMachines, undefined);
  assert.match(site.notCaptured?.find(({ what }) => what.startsWith('virtual machines'))?.reason ?? '', /'vm-0' twice/);
  assert.ok(vcenter.methods().includes('CancelRetrievePropertiesEx'));
});

test('empty pages that never end are no answer', async () => {
  await using vcenter = await fakeVCenter({
    reply: ({ method, type }) =>
      (method === 'RetrievePropertiesEx' && type === 'Network') || method === 'ContinueRetrievePropertiesEx'
        ? result(method, '<returnval><token>more</token></returnval>')
        : undefined,
  });
  const site = await captureSite([vcenter.server()], options);
  assert.match(site.notCaptured?.find(({ what }) => what.startsWith('names of networks'))?.reason ?? '', /never end/);
});

test('pages of ever new objects are no answer', async () => {
  await using vcenter = await fakeVCenter({
    reply({ method, type, before }) {
      if (!(method === 'RetrievePropertiesEx' && type === 'Network') && method !== 'ContinueRetrievePropertiesEx')
        return undefined;
      const networks = Array.from(
        { length: 20_000 },
        (_, index) => `<objects><obj type="Network">n-${method}-${before}-${index}</obj></objects>`,
      );
      return result(method, `<returnval><token>more</token>${networks.join('')}</returnval>`);
    },
  });
  const site = await captureSite([vcenter.server()], options);
  assert.match(site.notCaptured?.find(({ what }) => what.startsWith('names of networks'))?.reason ?? '', /never end/);
});

const event = (inside: string) =>
  `<returnval xsi:type="VmRelocatedEvent"><createdTime>2026-11-20T03:04:05Z</createdTime>${inside}</returnval>`;

for (const [what, events, reason] of [
  ['events that never end', event('<vm><vm type="VirtualMachine">vm-1</vm></vm>').repeat(20_000), /never end/],
  ['an event that does not say whose it is', event(''), /not of which machine/],
] as const)
  test(`${what}: relocations are unknown, the machines are there`, async () => {
    await using vcenter = await fakeVCenter({
      reply: ({ method }) => (method === 'ReadNextEvents' ? result(method, events) : undefined),
    });
    const site = await captureSite([vcenter.server()], options);
    assert.equal(site.siteMachines?.length, 3);
    assert.ok(site.siteMachines?.every(({ relocations }) => relocations === undefined));
    assert.match(site.notCaptured?.find(({ what }) => what.startsWith('relocations'))?.reason ?? '', reason);
  });

function many(count: number): string {
  return Array.from(
    { length: count },
    (_, index) =>
      `<objects><obj type="VirtualMachine">vm-${index}</obj><propSet><name>config.hardware.device</name><val xsi:type="ArrayOfVirtualDevice"></val></propSet><propSet><name>name</name><val xsi:type="xsd:string">vm-${index}</val></propSet><propSet><name>runtime.powerState</name><val xsi:type="VirtualMachinePowerState">poweredOff</val></propSet></objects>`,
  ).join('');
}
