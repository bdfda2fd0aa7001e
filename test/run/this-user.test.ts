import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { userName } from '../../executor/journal/this-user.ts';

const nobody = () => {
  throw Object.assign(new Error('A system error occurred: uv_os_get_passwd returned ENOENT'), {
    code: 'ERR_SYSTEM_ERROR',
  });
};

test('a user whom the system knows is called by that name', () => {
  assert.equal(
    userName(() => ({ username: 'ada' }), { USER: 'grace' }),
    'ada',
  );
});

test('a user without an entry is called as the environment says, or by number', () => {
  assert.equal(userName(nobody, { USER: 'grace', LOGNAME: 'ada' }), 'grace');
  assert.equal(userName(nobody, { USER: '', LOGNAME: 'ada' }), 'ada');
  assert.match(userName(nobody, {}), /^uid (\d+|unknown)$/);
});

const IS_ROOT = process.getuid?.() === 0;

test('a process whose number has no entry has a name all the same', {
  skip: !IS_ROOT && 'only root may change who it is',
}, () => {
  const module = new URL('../../executor/journal/this-user.ts', import.meta.url).href;
  const script = `import { userInfo } from 'node:os';
    import { userName } from ${JSON.stringify(module)};
    process.setuid(54321);
    let throws = false;
    try { userInfo(); } catch { throws = true; }
    console.log(throws, userName(undefined, {}));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  assert.equal(said.trim(), 'true uid 54321');
});
