import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inProcessWith } from '../cli/in-process.ts';
import { openEstate, type TestEstate } from '../executor/estate.ts';

const desk = mkdtempSync(join(tmpdir(), 'failback-evidence-'));
let estate: TestEstate;
const failback = (...args: readonly string[]) => inProcessWith(desk, { FAILBACK_HOME: estate.home }, ...args);

before(async () => {
  estate = await openEstate();
  const stop = new AbortController();
  await estate.execute({
    approvals: [],
    signal: stop.signal,
    host: { notify: (event) => void (event.kind === 'gate-opened' && stop.abort()) },
  });
});
after(async () => {
  await estate.close();
  rmSync(desk, { recursive: true });
});

test('a run is verified by its name, in words and as JSON', async () => {
  const words = await failback('verify');
  assert.equal(words.code, 0, words.out);
  assert.match(words.out, /✓ journal +\d+ lines, each with the hash of the one before\.\n/);
  assert.match(
    words.out,
    /intact: nothing of [0-9a-f]{6}-three that can be checked was changed\.\nKeep this elsewhere/,
  );
  const { intact, checks, schema } = JSON.parse((await failback('verify', '--format', 'json')).out);
  assert.deepEqual([schema, intact], ['failback/verification', true]);
  assert.ok(checks.length >= 8);
});

test('a bundle is exported, the same twice, verified anywhere, and damage to it is told', async () => {
  const one = await failback('export', '--out', 'one.zip');
  assert.equal(one.code, 0, one.err);
  assert.match(one.err, /The run goes on; this is how it stands now\. .*\n {2}failback verify one\.zip\n/);
  await failback('export', '--out', 'two.zip');
  const over = await failback('export', '--out', 'two.zip', '--with-output');
  assert.equal(over.code, 2, 'what proves another run may stand there');
  assert.match(over.err, /^failback: 'two\.zip' is there already, .*\n.*--force\.\n$/);
  assert.equal((await failback('export', '--out', 'two.zip', '--force')).code, 0);
  const bytes = readFileSync(join(desk, 'one.zip'));
  assert.ok(bytes.equals(readFileSync(join(desk, 'two.zip'))));
  const good = await inProcessWith(desk, { FAILBACK_HOME: join(desk, 'nowhere') }, 'verify', './one.zip');
  assert.equal(good.code, 0, good.out);
  assert.match(good.out, /✓ archive +Byte for byte as it was packed\./);
  appendFileSync(join(desk, 'two.zip'), 'x');
  const damaged = await failback('verify', './two.zip');
  assert.deepEqual([damaged.code, /not intact/.test(damaged.out)], [1, true]);
  const nothing = await failback('verify', './');
  assert.equal(nothing.code, 1);
  assert.doesNotMatch(nothing.out, /Keep this elsewhere/, 'a folder without a journal has no last line');
  writeFileSync(join(desk, 'none.zip'), 'this is no archive');
  const none = await failback('verify', './none.zip');
  assert.equal(none.code, 2);
  assert.match(none.err, /'\.\/none\.zip' is not a bundle of a run, or it is damaged/);
});

test('a bundle is signed with an SSH key, and the signature proves who', { skip: noSshKeygen() }, async () => {
  const key = join(desk, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'dana', '-f', key]);
  writeFileSync(join(desk, 'signers'), `dana@contoso.example ${readFileSync(`${key}.pub`, 'utf8')}`);
  const signed = await failback('export', '--out', 's.zip', '--sign', '--key', key, '--as', 'dana@contoso.example');
  assert.equal(signed.code, 0, signed.err);
  const good = await failback('verify', './s.zip', '--signers', 'signers', '--signed-by', 'dana@contoso.example');
  assert.equal(good.code, 0, good.out);
  assert.match(good.out, /✓ signature +dana@contoso\.example signed the list of hashes with SHA256:/);
  const stranger = await failback('verify', './s.zip', '--signers', 'signers', '--signed-by', 'somebody@else.example');
  assert.equal(stranger.code, 1);
  assert.match(stranger.out, /✗ signature +There is no signature of 'somebody@else\.example'/);
  await failback('export', '--out', 'unsigned.zip');
  assert.match(
    (await failback('verify', './unsigned.zip', '--signers', 'signers')).out,
    /✗ signature +Nobody signed this\./,
  );
  const nameless = await failback('export', '--sign', '--key', key);
  assert.equal(nameless.code, 2);
});

test('a handover says who is waited for, and lies in the inbox until somebody executes the run', async () => {
  const { code, out, err } = await failback('handover', '--to', 'night shift', '--note', 'ask Dana', '--as', 'dana');
  assert.equal(code, 0, err);
  assert.match(err, /Nobody executes the run/);
  assert.match(out, /\*\*Nobody executes it just now\.\*\*/);
  assert.match(out, /## Waits for people\n\n- Replicate back over the old machines, wave data: dr-lead/);
  assert.match(out, /failback approve [0-9a-f]{6}-three data\/before-reprotect\/\S+/);
  const state = await estate.execute();
  assert.deepEqual(
    state.handovers.map(({ from, to, note }) => [from, to, note]),
    [['dana', 'night shift', 'ask Dana']],
  );
  assert.match((await failback('handover')).out, /In the hands of night shift/);
  assert.match((await failback('report')).out, /## Handed over\n\n\| When \| From \| To \| Note \|/);
});

test('planning anew wants a reason, and facts that are as they were change nothing', async () => {
  assert.equal((await failback('replan', '--apply')).code, 2);
  writeFileSync(join(desk, 'facts.json'), JSON.stringify(estate.inventory));
  const same = await failback('replan', '--inventory', 'facts.json');
  assert.equal(same.code, 0, same.err);
  assert.match(same.out, /The decisions still to come are what they were/);
});

function noSshKeygen(): string | false {
  try {
    execFileSync('ssh-keygen', ['-?'], { stdio: 'ignore' });
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no ssh-keygen here' : false;
  }
}

test('a home that is a file, or that cannot be read, is told, and not taken for one without runs', async () => {
  writeFileSync(join(desk, 'a-file'), '');
  for (const args of [['runs'], ['status'], ['verify']]) {
    const { code, err } = await inProcessWith(desk, { FAILBACK_HOME: join(desk, 'a-file') }, ...args);
    assert.deepEqual([code, /a part of it is a file, and a folder is wanted/.test(err)], [2, true], err);
  }
  const empty = await inProcessWith(desk, { FAILBACK_HOME: join(desk, 'not-there') }, 'runs');
  assert.deepEqual([empty.code, /There are no runs yet/.test(empty.err)], [0, true]);
});
