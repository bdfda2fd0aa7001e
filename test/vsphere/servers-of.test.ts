import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { serversOf } from '../../executor/vsphere/servers-of.ts';
import { loadTexts } from '../support/load-texts.ts';
import { fixtures } from './fake-vcenter.ts';

const FINGERPRINT = 'ab'.repeat(32);
const PEM = readFileSync(join(fixtures, 'authority.pem'), 'utf8');
const DAMAGED = PEM.replace(/\n.{20}/, '\n');

test('vCenters and bare hosts with an address are asked, hosts of a vCenter are not', async () => {
  const runbook = await runbookWith(`
    vcenter vc-ams { address: vc-ams.contoso.local  account: "failback@vsphere.local"  fingerprint: "${FINGERPRINT}" }
    vcenter vc-silent {}
    host esx-01 { address: 10.0.0.1  vcenter: vc-ams }
    host esx-bare { address: 10.0.0.9  account: "root"  authority: "../trust/ca of the site.pem" }
    host esx-nowhere {}
  `);
  const read: string[] = [];
  const servers = serversOf(runbook, (file) => {
    read.push(String(file));
    return PEM;
  });
  assert.deepEqual(
    servers.map(({ at: _, ...server }) => server),
    [
      {
        name: 'vc-ams',
        address: 'vc-ams.contoso.local',
        account: 'failback@vsphere.local',
        trust: { kind: 'fingerprint', sha256: FINGERPRINT.toUpperCase().match(/../g)?.join(':') },
      },
      { name: 'esx-bare', address: '10.0.0.9', account: 'root', trust: { kind: 'authority', pem: PEM } },
    ],
  );
  assert.deepEqual(read, ['file:///runbooks/trust/ca%20of%20the%20site.pem'], 'beside the site file that names it');
});

test('without an account nobody signs in, and without a word about trust the system decides', async () => {
  const runbook = await runbookWith('vcenter vc-ams { address: vc-ams.contoso.local }');
  const [server] = serversOf(runbook, () => assert.fail('there is nothing to read'));
  assert.deepEqual([server?.account, server?.trust], [undefined, { kind: 'system' }]);
});

for (const [what, block, code, text] of [
  [
    'a fingerprint that is none',
    'vcenter vc { address: vc  fingerprint: "AA:BB" }',
    'vsphere-fingerprint',
    /64 hexadecimal/,
  ],
  ['an address that is none', 'vcenter vc { address: "vc ams" }', 'vsphere-address', /no address/],
  [
    'an authority in another form',
    'vcenter vc { address: vc  authority: "ca.der" }',
    'vsphere-authority',
    /no certificate in PEM/,
  ],
  [
    'an authority that is damaged',
    'vcenter vc { address: vc  authority: "damaged.pem" }',
    'vsphere-authority',
    /no certificate in PEM/,
  ],
  [
    'an authority that is not there',
    'vcenter vc { address: vc  authority: "gone.pem" }',
    'vsphere-authority',
    /ENOENT/,
  ],
] as const)
  test(`${what} is told before anybody is asked`, async () => {
    const runbook = await runbookWith(block);
    const readFile = (file: URL) => {
      if (file.pathname.endsWith('gone.pem')) throw new Error('ENOENT: no such file');
      return file.pathname.endsWith('damaged.pem') ? DAMAGED : 'binary';
    };
    assert.throws(
      () => serversOf(runbook, readFile),
      (error: Error & { code: string }) => error.code === code && text.test(error.message),
    );
  });

async function runbookWith(site: string) {
  const { runbook } = await loadTexts(
    new Map([
      ['entry.failback', 'import "./sites/amsterdam.site.failback"\nrunbook home { architecture: modernized }\n'],
      ['sites/amsterdam.site.failback', site],
    ]),
  );
  assert.ok(runbook !== undefined);
  return runbook;
}
