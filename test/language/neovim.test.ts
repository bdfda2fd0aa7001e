import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [, major = 0, minor = 0] =
  /NVIM v(\d+)\.(\d+)/.exec(spawnSync('nvim', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.map(Number) ?? [];
const isThere = major > 0 || minor >= 7;

interface Told {
  readonly filetype: string;
  readonly comment: string;
  readonly noticed: boolean;
  readonly errors: readonly string[];
  readonly completion: readonly string[];
  readonly hover: string;
  readonly definition: readonly { readonly targetUri: string }[];
  readonly formatted: boolean;
}

/** What docs/other-editors.md tells to write into init.lua, written into one, in the Neovim of this machine. */
describe('Neovim with the configuration of the page', {
  skip: !isThere && 'There is no Neovim 0.7 or later on this machine, so its configuration was not tried.',
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'failback-neovim-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('follows what is typed, completes, explains, leads to declarations and formats', (t) => {
    const heading = major > 0 || minor >= 11 ? '## Neovim 0.11 or later' : '### Neovim before 0.11';
    t.diagnostic(`Neovim ${major}.${minor}, with '${heading.replace(/^#+ /, '')}'`);
    const told = tried(heading);
    assert.equal(told.filetype, 'failback');
    assert.equal(told.comment, '// %s');
    assert.ok(told.noticed, 'no error came while typing');
    assert.deepEqual(
      told.errors.map((message) => message.split('.')[0]),
      ["No datastore is called 'ds-nowhere' in this file or its imports"],
    );
    assert.deepEqual([...told.completion].sort(), ['ds-gold', 'ds-silver']);
    assert.match(told.hover, /^\*\*datastore\*\* `ds-gold`/);
    assert.match(told.definition[0]?.targetUri ?? '', /amsterdam\.site\.failback$/);
    assert.ok(told.formatted, 'formatting did not mend the line');
  });

  function tried(heading: string): Told {
    const runbooks = join(folder, 'runbooks');
    cpSync(join(root, 'examples/contoso-erp'), runbooks, { recursive: true });
    writeFileSync(join(folder, 'init.lua'), luaBelow(heading));
    const script = ['-c', `luafile ${join(root, 'test/language/neovim/try.lua')}`, '-c', 'qa!'];
    const done = spawnSync(
      'nvim',
      ['--headless', '-n', '-i', 'NONE', '-u', join(folder, 'init.lua'), 'contoso-erp.failback', ...script],
      { cwd: runbooks, env: withCommand(), encoding: 'utf8', timeout: 120_000 },
    );
    assert.ok(done.stdout.startsWith('{'), `Neovim said: ${done.stdout}${done.stderr}`);
    return JSON.parse(done.stdout) as Told;
  }

  /** `failback` as the page has it in the path, from the sources. */
  function withCommand(): NodeJS.ProcessEnv {
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'failback'), `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'cli/main.ts')}" "$@"\n`);
    chmodSync(join(bin, 'failback'), 0o755);
    return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, XDG_STATE_HOME: folder, HOME: folder };
  }
});

function luaBelow(heading: string): string {
  const page = readFileSync(join(root, 'docs/other-editors.md'), 'utf8');
  const [, lua] = /```lua\n([\s\S]*?)```/.exec(page.slice(page.indexOf(`${heading}\n`))) ?? [];
  assert.ok(page.includes(`${heading}\n`) && lua !== undefined, `The page has no Lua below '${heading}'.`);
  return lua;
}
