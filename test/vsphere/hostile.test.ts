import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { inventorySchema } from '../../core/inventory/inventory.ts';
import { assess } from '../../core/rules/assess.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import type { SiteSections } from '../../executor/vsphere/capture-server.ts';
import { captureSite, type SiteCaptureOptions } from '../../executor/vsphere/capture-site.ts';
import { LIMITS } from '../../executor/vsphere/soap-transport.ts';
import { loadTexts } from '../support/load-texts.ts';
import { fakeVCenter, fixtures, type Scene } from './fake-vcenter.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const options: SiteCaptureOptions = { now: () => new Date(NOW), limits: { ...LIMITS, pausesMs: [1] } };

const ELEMENT = /<(\w+)([^<>]*)>([^<>]*)<\/\1>/g;

/** Ways to spoil an answer, each at one place; what they leave is never better news than what they took. */
const SPOILT: Readonly<Record<string, (element: string, name: string, attributes: string, text: string) => string>> = {
  'a missing field': () => '',
  'an empty field': (_, name, attributes) => `<${name}${attributes}></${name}>`,
  'a word that nobody knows': (_, name, attributes) => `<${name}${attributes}>quantumEntangled</${name}>`,
  'a number that is none': (_, name, attributes) => `<${name}${attributes}>-1e999</${name}>`,
  'a year that was none': (_, name, attributes) => `<${name}${attributes}>0001-01-01T00:00:00Z</${name}>`,
  'a string of 10 MB': (_, name, attributes) => `<${name}${attributes}>${'x'.repeat(10 * 2 ** 20)}</${name}>`,
  'an external entity': (_, name, attributes) => `<${name}${attributes}>&passwd;</${name}>`,
  'another case': (_, name, attributes, text) => `<${name}${attributes}>${swapped(text)}</${name}>`,
  'a field within a field': (element, name) => `<${name}><${name}>${element}</${name}></${name}>`,
  'the same field twice': (element) => element + element,
  'half a field': (element) => element.slice(0, element.length / 2),
  'markup of a page': (_, name) => `<${name}><html><body><br></${name}>`,
};

/** The types whose answers are spoilt, each at many places. */
const TYPES = [
  'VirtualMachine',
  'HostSystem',
  'Datastore',
  'StoragePod',
  'LicenseManager',
  'Task',
  'events',
  'QueryAssignedLicenses',
];

/** How many places of each answer are tried; `FUZZ=all` tries every one. */
const PLACES = process.env.FUZZ === 'all' ? Number.POSITIVE_INFINITY : 3;
const PLACES_OF_LONG_ONES = 1;

/** Names of fixtures that are no type of managed object. */
const FIXTURES: Readonly<Record<string, string>> = {
  ReadNextEvents: 'events',
  QueryAssignedLicenses: 'QueryAssignedLicenses',
};

/** Standings, the worst first. */
const WORSE: readonly string[] = ['broken', 'unknown', 'declared', 'attested', 'accepted', 'holds'];

const base = JSON.parse(inRules('base.classic.inventory.json')) as Inventory;
const runbook = await theRunbook();
const sound = await capture({});
const soundVerdicts = verdicts(sound);

test('the estate breaks rules, or nothing below would prove anything', () => {
  const broken = [...soundVerdicts].filter(([, standing]) => standing === 'broken').map(([key]) => key.split(' ')[0]);
  for (const code of ['FB013', 'FB140', 'FB142']) assert.ok(broken.includes(code), `${code} is not broken: ${broken}`);
});

for (const [what, spoil] of Object.entries(SPOILT))
  test(`${what} anywhere: nothing crashes, what is told is well-formed, and no rule turns green`, async () => {
    for (const type of TYPES) {
      const source = fixtureOf(type);
      for (const place of placesIn(source, `${what} ${type}`, what.includes('MB') ? PLACES_OF_LONG_ONES : PLACES)) {
        const spoilt =
          source.slice(0, place.at) + spoil(...place.parts) + source.slice(place.at + place.parts[0].length);
        const site = await capture({ change: (text) => (text === source ? spoilt : text) });
        assertNoBetter(site, `${type}: ${place.parts[0].slice(0, 120)}`);
      }
    }
  });

const ANSWERS: readonly (readonly [what: string, scene: Scene])[] = [
  ['an answer that breaks off', { change: (text) => text.slice(0, text.length * 0.6) }],
  [
    'an answer of another type',
    { change: (text, { type }) => (type === 'HostSystem' ? fixtureOf('VirtualMachine') : text) },
  ],
  ['nothing at all', { change: () => '' }],
  ['a billion laughs', { reply: ({ method }) => (method === 'RetrievePropertiesEx' ? laughs() : undefined) }],
  [
    'a page of a proxy in the middle',
    {
      reply: ({ method, before }) =>
        method === 'RetrievePropertiesEx' && before > 3
          ? { type: 'text/html', body: '<html><body><h1>Session expired</h1><br></body></html>' }
          : undefined,
    },
  ],
  ['bytes', { reply: ({ before }) => (before > 1 ? { body: Buffer.from([0, 255, 254, 60, 97, 62, 0]) } : undefined) }],
];

for (const [what, scene] of ANSWERS)
  test(`${what}: nothing crashes, what is told is well-formed, and no rule turns green`, async () => {
    const site = await capture(scene);
    assertNoBetter(site, what);
    // Where a section is missing, somebody said so.
    for (const section of ['hosts', 'datastores', 'siteMachines'] as const)
      if (site[section] === undefined) assert.notEqual(site.notCaptured, undefined);
  });

async function capture(scene: Scene): Promise<SiteSections> {
  const change: Scene['change'] = (_text, call) => {
    const text = fixtureOf(FIXTURES[call.method] ?? call.type ?? '');
    return scene.change?.(text, call) ?? text;
  };
  await using vcenter = await fakeVCenter({ ...scene, change });
  return await captureSite([vcenter.server()], options);
}

function assertNoBetter(site: SiteSections, where: string): void {
  inventorySchema.parse(inventoryOf(site));
  assert.ok(JSON.stringify(site).length < 200_000, `${where}: what nobody reads was kept`);
  assert.doesNotMatch(JSON.stringify(site), /root:x:0/, where);
  const now = verdicts(site);
  for (const [key, standing] of soundVerdicts)
    if (standing === 'broken' || standing === 'unknown')
      assert.notEqual(now.get(key), 'holds', `${where} turns ${key} green, which was ${standing}`);
}

/** `FB140 db` → its standing; of several the worst. */
function verdicts(site: SiteSections): ReadonlyMap<string, string> {
  const { judgements } = assess({ runbook, inventory: inventoryOf(site), now: new Date(NOW) });
  const worst = new Map<string, string>();
  for (const { code, subject, standing } of judgements) {
    const key = `${code} ${subject}`;
    const known = worst.get(key);
    if (known === undefined || WORSE.indexOf(standing) < WORSE.indexOf(known)) worst.set(key, standing);
  }
  return worst;
}

function inventoryOf(site: SiteSections): Inventory {
  const { vcenters: _v, hosts: _h, datastores: _d, storageClusters: _s, siteMachines: _m, ...azure } = base;
  return { ...azure, ...site };
}

function placesIn(source: string, seed: string, count: number) {
  const all = [...source.matchAll(ELEMENT)]
    // The name of a property is no fact, and a property that is not sent is unset: that says something, and truly.
    .filter(
      ([element, name]) =>
        name !== 'propSet' && !(name === 'name' && /<propSet>$/.test(source.slice(0, source.indexOf(element)))),
    )
    .map((match) => ({ at: match.index, parts: [match[0], match[1] ?? '', match[2] ?? '', match[3] ?? ''] as const }));
  if (all.length <= count) return all;
  const random = chance(seed);
  return Array.from({ length: count }, () => all[Math.floor(random() * all.length)]).filter((one) => one !== undefined);
}

/** The same seed, the same places: a failure can be looked at again. */
function chance(seed: string): () => number {
  let state = [...seed].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) | 0, 7);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

function swapped(text: string): string {
  return [...text].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join('');
}

function laughs() {
  const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`);
  return { body: `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">${entities.join('')}]><r>&e9;</r>` };
}

/** The estate of the classic rules' fixtures, with a machine for each master target. */
async function theRunbook(): Promise<Runbook> {
  const entry = `${inRules('base.classic.runbook.failback')}
    vm db { via: mt-linux  os: linux "Ubuntu 22.04"  datastore: ds-gold }
    vm web { via: mt-win  os: windows "Windows Server 2019"  datastore: ds-gold }`;
  const { runbook: loaded } = await loadTexts(
    new Map([
      ['entry.failback', entry],
      ['base.classic.site.failback', inRules('base.classic.site.failback')],
    ]),
  );
  assert.ok(loaded !== undefined);
  return loaded;
}

function inRules(name: string): string {
  return readFileSync(join(import.meta.dirname, '../rules', name), 'utf8');
}

/** A fixture of vSphere, with the names that the runbook has and a host that is short of memory. */
function fixtureOf(name: string): string {
  return readFileSync(join(fixtures, 'vcenter', `${name}.xml`), 'utf8')
    .replaceAll(/erp-db%2f01[^<]*/g, 'db')
    .replaceAll('esx-01.contoso.local', 'esx-01')
    .replace('>131072<', '>262000<');
}
