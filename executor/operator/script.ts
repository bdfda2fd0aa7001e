import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { ScriptOutcome, ScriptStep } from '../effects.ts';

/** What a script prints beyond this is cut; the run keeps a record, not a log. */
const OUTPUT_LIMIT = 256 * 1024;

/**
 * Runs a script of the runbook on the operator's machine, under its time limit, and keeps what it printed beside the
 * journal. The note carries the script's hash, so that a report can tell which text ran.
 */
export async function runScript(
  step: ScriptStep,
  folders: { readonly scripts: string; readonly output: string },
  signal: AbortSignal,
): Promise<ScriptOutcome> {
  const path = resolve(folders.scripts, step.script);
  const text = await readFile(path).catch(() => undefined);
  if (text === undefined) return { code: undefined, note: `'${path}' cannot be read, so it was not started.` };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(step.timeout * 1000)]);
  const { code, output } = await execute(path, limit);
  await mkdir(folders.output, { recursive: true, mode: 0o700 });
  const record = join(folders.output, `${step.id.replaceAll(/[^a-z0-9-]+/gi, '_')}.txt`);
  await writeFile(record, output, { mode: 0o600 });
  const how = code === undefined ? `was ended after ${step.timeout} s or could not start` : `ended with ${code}`;
  return { code, note: `'${step.script}' (${hashOf(text)}) ${how}; its output is in '${record}'.` };
}

/** A rehearsal does not run scripts: they act on the real systems. */
export async function rehearsedScript(step: ScriptStep, scripts: string): Promise<ScriptOutcome> {
  const text = await readFile(resolve(scripts, step.script)).catch(() => undefined);
  const which = text === undefined ? 'which cannot be read here' : hashOf(text);
  return { code: 0, note: `Rehearsed: '${step.script}' (${which}) was not run, since scripts act on real systems.` };
}

function hashOf(text: Buffer): string {
  return `sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

function execute(path: string, signal: AbortSignal): Promise<{ code: number | undefined; output: Buffer }> {
  const [command, args] = interpreter(path);
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const keep = (chunk: Buffer) => {
      if (size < OUTPUT_LIMIT) chunks.push(chunk.subarray(0, OUTPUT_LIMIT - size));
      size += chunk.length;
    };
    // A group of its own, so that its time limit ends what it started, too.
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutSecrets(process.env),
      detached: process.platform !== 'win32',
    });
    const end = () => endGroup(child.pid);
    signal.addEventListener('abort', end, { once: true });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => done({ code: undefined, output: Buffer.from(`${error.message}\n`) }));
    child.once('close', (code) => {
      signal.removeEventListener('abort', end);
      done({ code: signal.aborted ? undefined : (code ?? undefined), output: Buffer.concat(chunks) });
    });
  });
}

/** Passwords and tokens are failback's own, and what a script prints is kept in a file. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^FAILBACK_(PASSWORD_|ACCESS_TOKEN$)/i.test(name)));
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

function interpreter(path: string): readonly [string, string[]] {
  switch (extname(path).toLowerCase()) {
    case '.ps1':
      return ['pwsh', ['-NoProfile', '-NonInteractive', '-File', path]];
    case '.sh':
      return ['sh', [path]];
    default:
      return [path, []];
  }
}
