import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { FailbackError } from '../../core/failback-error.ts';
import { endpointOf } from '../../executor/vsphere/server-address.ts';
import { fingerprintOf } from '../../executor/vsphere/trusted-agent.ts';
import { VimSession } from '../../executor/vsphere/vim-session.ts';
import type { Trust } from '../../executor/vsphere/vsphere-server.ts';
import { fakeVCenter, fixtures } from './fake-vcenter.ts';

const pem = (name: string) => readFileSync(join(fixtures, `${name}.pem`), 'utf8');
const authority = pem('authority');
const loopback = { cert: pem('loopback'), key: pem('loopback.key') };
const elsewhere = { cert: pem('elsewhere'), key: pem('elsewhere.key') };
const fingerprint = new X509Certificate(loopback.cert).fingerprint256;
const otherFingerprint = new X509Certificate(elsewhere.cert).fingerprint256;

test('a certificate of the site’s own authority is trusted', async () => {
  await using vcenter = await fakeVCenter({ tls: loopback });
  await signsIn(vcenter.port, { kind: 'authority', pem: authority });
});

test('a pinned certificate is trusted, whoever signed it and whatever name it has', async () => {
  await using vcenter = await fakeVCenter({ tls: elsewhere });
  await signsIn(vcenter.port, { kind: 'fingerprint', sha256: otherFingerprint.toLowerCase().replaceAll(':', '') });
});

test('a certificate of nobody known is refused, with the fingerprint to compare and the line to write', async () => {
  await using vcenter = await fakeVCenter({ tls: loopback });
  const error = await refusal(vcenter.port, { kind: 'system' });
  assert.equal(error.code, 'vsphere-certificate');
  assert.match(error.message, /signed by nobody whom this machine trusts/);
  assert.ok(error.remedy.endsWith(`\nfingerprint: "${fingerprint}"`), error.remedy);
  assert.equal(vcenter.calls.length, 0);
});

test('a certificate made out to another name is refused, though its authority is trusted', async () => {
  await using vcenter = await fakeVCenter({ tls: elsewhere });
  const error = await refusal(vcenter.port, { kind: 'authority', pem: authority });
  assert.match(error.message, /made out to another name/);
  assert.ok(error.remedy.includes(otherFingerprint));
  assert.equal(vcenter.calls.length, 0);
});

test('another certificate than the pinned one is refused, though its authority is trusted', async () => {
  await using vcenter = await fakeVCenter({ tls: loopback });
  const error = await refusal(vcenter.port, { kind: 'fingerprint', sha256: otherFingerprint });
  assert.equal(error.code, 'vsphere-other-certificate');
  assert.ok(error.remedy.endsWith(`\nfingerprint: "${fingerprint}"`), error.remedy);
});

for (const [what, trust, reaches] of [
  ['another pin', { kind: 'fingerprint', sha256: otherFingerprint }, false],
  ['no authority', { kind: 'system' }, false],
  ['the right pin', { kind: 'fingerprint', sha256: fingerprint }, true],
] as const)
  test(`with ${what}, ${reaches ? 'the message reaches the application' : 'not one byte reaches the application'}`, async () => {
    let bytes = 0;
    let connections = 0;
    const server = createTlsServer(loopback, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
      });
    });
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await refusal((server.address() as AddressInfo).port, trust);
    await new Promise((resolve) => server.close(resolve));
    assert.ok(connections > 0);
    assert.equal(bytes > 0, reaches);
  });

test('the check of certificates stays on for everybody else', async () => {
  await using vcenter = await fakeVCenter({ tls: loopback });
  await signsIn(vcenter.port, { kind: 'fingerprint', sha256: fingerprint });
  assert.equal(process.env.NODE_TLS_REJECT_UNAUTHORIZED, undefined);
  await assert.rejects(fetch(`https://127.0.0.1:${vcenter.port}/sdk`));
});

test('a damaged authority is told, and nothing is sent', async () => {
  await using vcenter = await fakeVCenter({ tls: loopback });
  const error = await refusal(vcenter.port, { kind: 'authority', pem: authority.replace(/\n.{20}/, '\n') });
  assert.match(error.code, /^vsphere-/);
  assert.equal(vcenter.calls.length, 0);
});

test('what does not speak TLS is told to be out of reach', async () => {
  const server = createPlainServer((socket) => socket.end('220 smtp\r\n')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const error = await refusal((server.address() as AddressInfo).port, { kind: 'fingerprint', sha256: fingerprint });
  server.close();
  assert.equal(error.code, 'vsphere-unreachable');
});

test('plain HTTP is for loopback alone', () => {
  for (const address of [
    'http://127.0.0.1:80/sdk',
    'http://localhost:1/vsphere/vc/sdk',
    'http://[::1]:1/sdk',
    'http://127.1.2.3',
  ])
    assert.equal(endpointOf(address).protocol, 'http:');
  for (const address of [
    'http://vc.contoso.local',
    'http://10.0.0.1/sdk',
    'http://127.0.0.1.evil.example',
    'http://[::2]/',
  ])
    assert.throws(() => endpointOf(address), /without encryption/);
});

test('an address is a name, with a port and a path where they are not the usual ones', () => {
  assert.equal(String(endpointOf('vc-ams.contoso.local')), 'https://vc-ams.contoso.local/sdk');
  assert.equal(String(endpointOf('10.0.0.5:8443')), 'https://10.0.0.5:8443/sdk');
  assert.equal(String(endpointOf('[fd00::5]')), 'https://[fd00::5]/sdk');
  assert.equal(String(endpointOf('https://vc/sdk?x=1#y')), 'https://vc/sdk');
  for (const wrong of ['', 'vc ams', 'ftp://vc', 'vc:port', '//', 'file:///etc/passwd'])
    assert.throws(() => endpointOf(wrong), { code: 'vsphere-address' }, wrong);
  assert.throws(
    () => endpointOf('https://root:hunter2@vc'),
    (error: Error) => !error.message.includes('hunter2'),
  );
});

test('a fingerprint is SHA-256, however it is written', () => {
  const plain = fingerprint.replaceAll(':', '');
  for (const written of [
    fingerprint,
    plain.toLowerCase(),
    `SHA-256:${plain}`,
    `sha256=${fingerprint}`,
    plain.match(/../g)?.join(' ') ?? '',
  ])
    assert.equal(fingerprintOf(written), fingerprint);
  assert.throws(() => fingerprintOf('AA:BB'), /64 hexadecimal digits/);
  assert.throws(() => fingerprintOf('ab'.repeat(20)), /looks like a SHA-1 one/);
});

async function signsIn(port: number, trust: Trust): Promise<void> {
  const session = await open(port, trust);
  assert.equal(session.content.apiType, 'VirtualCenter');
  await session.close();
}

async function refusal(port: number, trust: Trust): Promise<FailbackError> {
  try {
    await (await open(port, trust)).close();
  } catch (error) {
    assert.ok(error instanceof FailbackError, String(error));
    return error;
  }
  return assert.fail('it should have been refused');
}

function open(port: number, trust: Trust): Promise<VimSession> {
  const server = {
    name: 'vc',
    address: `127.0.0.1:${port}`,
    account: 'failback@vsphere.local',
    password: 'p<a>s&s',
    trust,
  };
  return VimSession.open(server, new AbortController().signal);
}
