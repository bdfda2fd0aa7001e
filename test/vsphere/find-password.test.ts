import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassword, type Keyring, passwordMissing, passwordVariable } from '../../executor/vsphere/find-password.ts';

const owner = { name: 'vc-ams', account: "o'brien@vsphere.local; rm -rf ~" };

test('the environment comes first, and the keyring is not asked then', async () => {
  const { keyring, asked } = ring('linux', 'from the keyring\n');
  assert.equal(await findPassword(owner, { FAILBACK_PASSWORD_VC_AMS: 'from the shell' }, keyring), 'from the shell');
  assert.deepEqual(asked, []);
});

test('an empty variable is none', async () => {
  const { keyring } = ring('linux', 'from the keyring');
  assert.equal(await findPassword(owner, { FAILBACK_PASSWORD_VC_AMS: '' }, keyring), 'from the keyring');
});

test('the name of the variable has no signs that a shell would not take', () => {
  assert.equal(passwordVariable('vc-ams.contoso.local'), 'FAILBACK_PASSWORD_VC_AMS_CONTOSO_LOCAL');
});

test('on Linux secret-tool is asked, word for word and without a shell', async () => {
  const { keyring, asked } = ring('linux', ' pass word \r\n');
  assert.equal(await findPassword(owner, {}, keyring), ' pass word ');
  assert.deepEqual(asked, [
    ['secret-tool', 'lookup', 'service', 'failback', 'server', 'vc-ams', 'account', owner.account],
  ]);
});

test('on macOS security is asked, by its full path', async () => {
  const { keyring, asked } = ring('darwin', 'secret\n');
  assert.equal(await findPassword(owner, {}, keyring), 'secret');
  assert.deepEqual(asked, [
    ['/usr/bin/security', 'find-generic-password', '-s', 'failback:vc-ams', '-a', owner.account, '-w'],
  ]);
});

test('on Windows no command tells a password, and that is said', async () => {
  const { keyring, asked } = ring('win32', 'secret');
  assert.equal(await findPassword(owner, {}, keyring), undefined);
  assert.deepEqual(asked, []);
  assert.match(passwordMissing(owner, 'win32').remedy, /FAILBACK_PASSWORD_VC_AMS[\s\S]*hands passwords to no command/);
});

test('a keyring without this entry, or no keyring, is no password', async () => {
  assert.equal(await findPassword(owner, {}, ring('linux', undefined).keyring), undefined);
  assert.equal(await findPassword(owner, {}, ring('linux', '\n').keyring), undefined);
  const none: Keyring = { platform: 'linux', run: () => Promise.reject(new Error('spawn secret-tool ENOENT')) };
  assert.equal(await findPassword(owner, {}, none), undefined);
});

test('the command to keep it can be pasted, whatever is in the names', () => {
  const told = passwordMissing(owner, 'linux');
  assert.equal(told.code, 'vsphere-no-password');
  assert.ok(told.remedy.endsWith(`server 'vc-ams' account 'o'\\''brien@vsphere.local; rm -rf ~'`), told.remedy);
});

function ring(platform: NodeJS.Platform, answer: string | undefined) {
  const asked: (readonly string[])[] = [];
  const keyring: Keyring = {
    platform,
    run(program, args) {
      asked.push([program, ...args]);
      return Promise.resolve(answer);
    },
  };
  return { keyring, asked };
}
