import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('language-server keeps what it compiled, where the user keeps what can be made again', {
  skip: process.platform === 'linux' ? false : 'other systems name that folder in other ways',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'failback-compiled-'));
  try {
    assert.equal(await startedAndEnded({ XDG_CACHE_HOME: folder }), 0);
    const kept = readdirSync(join(folder, 'failback', 'compiled'), { recursive: true, withFileTypes: true });
    assert.ok(kept.some((entry) => entry.isFile()));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('language-server starts where it can keep nothing', async () => {
  assert.equal(await startedAndEnded({ XDG_CACHE_HOME: program, LOCALAPPDATA: program, HOME: program }), 0);
});

/** The code with which it ends. */
async function startedAndEnded(env: NodeJS.ProcessEnv): Promise<number | null> {
  const child = spawn(process.execPath, [program, 'language-server', '--stdio'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: '', ...env },
  });
  const end = finished(child);
  const say = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  say({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  say({ id: 2, method: 'shutdown' });
  say({ method: 'exit' });
  const { code, out, err } = await end;
  assert.equal(err, '');
  assert.match(out, /"capabilities"/);
  return code;
}

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
