import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const demo = fileURLToPath(new URL('../../scripts/demo.ts', import.meta.url));

test('a demo that is ended leaves no process and no folder behind', {
  skip: process.platform === 'win32' && 'On Windows a signal ends a process without a word.',
  timeout: 180_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'failback-demo-test-'));
  try {
    const child = spawn(process.execPath, [demo], {
      env: { ...process.env, TMPDIR: folder },
      stdio: 'ignore',
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    const executor = await executorIn(folder, () => child.exitCode !== null);
    child.kill('SIGTERM');
    assert.equal(await ended, 'SIGTERM');
    assert.throws(() => process.kill(executor, 0), { code: 'ESRCH' }, 'the process of its run');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('failback-demo-')),
      [],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The process of the demo's run, as soon as there is one. */
async function executorIn(folder: string, isOver: () => boolean): Promise<number> {
  for (;;) {
    assert.ok(!isOver(), 'the demo ended by itself');
    for (const home of readdirSync(folder)) {
      const runs = join(folder, home, 'runs');
      const [id] = existsSync(runs) ? readdirSync(runs) : [];
      const lease = join(runs, id ?? '', 'leases', '1.json');
      if (id !== undefined && existsSync(lease)) return JSON.parse(readFileSync(lease, 'utf8')).pid;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
