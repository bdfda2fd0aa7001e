import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Desk } from './cli-process.ts';
import { inProcessWith } from './in-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());
const runs = join(desk.folder, 'home', 'runs');
let id = '';

before(async () => {
  const { code, err } = await desk.failback('run', 'recorded-vault.failback', '--simulate', '--approve', 'all=me');
  assert.equal(code, 0, err);
  [id = ''] = readdirSync(runs);
});

const makers = { 'a pipe': (path: string) => execFileSync('mkfifo', [path]), 'a folder': mkdirSync };

for (const [what, make] of Object.entries(makers))
  for (const name of ['plan.json', 'journal.jsonl', 'run.json'])
    test(`${what} in the place of ${name} keeps nobody waiting, and is no bug`, {
      skip: process.platform === 'win32' && 'Windows has no mkfifo.',
      timeout: 60_000,
    }, async () => {
      const path = join(runs, id, name);
      const aside = join(desk.folder, name);
      renameSync(path, aside);
      make(path);
      for (const command of name === 'run.json' ? ['export'] : ['status', 'resume', 'report', 'export']) {
        const { code, err, out } = await inProcessWith(desk.folder, desk.env, command, id);
        assert.notEqual(code, 0, `${command} says ${out}`);
        assert.match(err, new RegExp(`${name}' (is no file, but a folder, a pipe|is missing or not)`));
      }
      const listed = await inProcessWith(desk.folder, desk.env, 'runs');
      assert.equal(listed.code, 0, listed.err);
      assert.match(listed.out, new RegExp(`^${id}.*cannot be read: .*${name}`, 'm'));
      rmSync(path, { recursive: true });
      renameSync(aside, path);
    });
