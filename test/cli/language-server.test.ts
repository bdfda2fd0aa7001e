import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { finished } from './cli-process.ts';

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

test('language-server says in a sentence that the server was ended, and writes nothing between the messages', {
  skip: process.platform === 'linux' ? false : 'processes are found where the kernel lists them',
}, async () => {
  const child = spawn(process.execPath, [program, 'language-server', '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const end = finished(child);
  const server = await until(() => childOf(child.pid));
  process.kill(server, 'SIGKILL');
  const { code, out, err } = await end;
  assert.equal(code, 1);
  assert.equal(out, '');
  assert.equal(
    err,
    'The language server was ended by SIGKILL, so nothing is checked until your editor starts it again.\n',
  );
});

function childOf(parent: number | undefined): number | undefined {
  const found = readdirSync('/proc').find((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/status`, 'utf8').includes(`PPid:\t${parent}\n`);
    } catch {
      // It ended while it was looked at.
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
