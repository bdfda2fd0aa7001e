import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { ScriptText } from '../../core/plan/script-texts.ts';
import { withoutSecrets as withoutShapes } from '../../core/without-secrets.ts';
import type { ProbeOutcome, ProbeStep, ScriptOutcome, ScriptStep } from '../effects.ts';

/** What a script prints beyond this is cut; the run keeps a record, not a log. */
export const OUTPUT_LIMIT = 256 * 1024;

/** The scripts that a run keeps, and where what they print goes. */
export interface ScriptFolder {
  /** The text with this hash and length, or undefined where the run has none: then nothing is started. */
  kept(text: ScriptText): Promise<Uint8Array | undefined>;
  readonly output: string;
}

/**
 * Runs a script of the runbook on the operator's machine, under its time limit, and keeps what it printed beside the
 * journal. What runs is the text that the plan was reviewed with, to the byte, whatever its file says by now.
 */
export async function runScript(
  step: ScriptStep,
  folder: ScriptFolder,
  signal: AbortSignal,
  tried = 1,
): Promise<ScriptOutcome> {
  const content = await reviewedText(step.text, folder);
  if (content === undefined) return { code: undefined, note: notReviewed(step.script) };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(step.timeout * 1000)]);
  const { code, output } = await executeText(step.script, content, limit);
  const record = await keepOutput(folder, step.id, tried, output);
  const how = code === undefined ? `was ended after ${step.timeout} s or could not start` : `ended with ${code}`;
  return { code, note: `'${step.script}' (${sayHash(step.text)}) ${how}; its output is in '${record}'.` };
}

/** Asks a script of the operator's machine: it says yes by ending with 0. */
export async function probeByScript(step: ProbeStep, folder: ScriptFolder, signal: AbortSignal): Promise<ProbeOutcome> {
  if (step.check.kind !== 'script') throw new Error(`'${step.id}' asks no script.`);
  const { script, text } = step.check;
  const content = await reviewedText(text, folder);
  if (content === undefined) return { ok: false, note: notReviewed(script) };
  const { code, output } = await executeText(script, content, signal);
  await keepOutput(folder, step.id, 1, output);
  return { ok: code === 0, note: `'${script}' ${code === undefined ? 'did not end in time' : `ended with ${code}`}` };
}

/** A rehearsal does not run scripts: they act on the real systems. */
export function rehearsedScript({ script, text }: Pick<ScriptStep, 'script' | 'text'>): ScriptOutcome {
  return {
    code: 0,
    note: `Rehearsed: '${script}' (${sayHash(text)}) was not run, since scripts act on real systems.`,
  };
}

/** The very text that was reviewed; undefined where the plan has no hash of it, or the run no such text. */
export async function reviewedText(
  text: ScriptText | undefined,
  folder: Pick<ScriptFolder, 'kept'>,
): Promise<Uint8Array | undefined> {
  return text === undefined ? undefined : folder.kept(text);
}

export function notReviewed(script: string): string {
  return `'${script}' was not started: the run has no text of it with the hash that the plan was reviewed with. Plan anew where the script can be read, and have that reviewed.`;
}

/** Writes what a script printed into the run's folder. @returns the file */
export async function keepOutput(
  { output: folder }: Pick<ScriptFolder, 'output'>,
  step: string,
  tried: number,
  output: Uint8Array,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = step.replaceAll(/[^a-z0-9-]+/gi, '_');
  const record = join(folder, `${name}${tried === 1 ? '' : `.${tried}`}.txt`);
  const whole = withoutKnownSecrets(Buffer.from(output).toString('utf8'), process.env);
  await writeFile(record, whole, { mode: 0o600 });
  return record;
}

export function sayHash(text: ScriptText | undefined): string {
  return text === undefined ? 'without a hash' : `sha256 ${text.sha256.slice(0, 16)}`;
}

/** In a folder of its own that nobody else can enter, under its own extension, by which it is started. */
async function executeText(script: string, content: Uint8Array, signal: AbortSignal) {
  const folder = await mkdtemp(join(tmpdir(), 'failback-script-'));
  try {
    const path = join(folder, `script${extname(script)}`);
    await writeFile(path, content, { mode: 0o700 });
    return await execute(path, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
      const cut = size > OUTPUT_LIMIT ? [Buffer.from(`\n[cut: ${size - OUTPUT_LIMIT} bytes more]\n`)] : [];
      done({ code: signal.aborted ? undefined : (code ?? undefined), output: Buffer.concat([...chunks, ...cut]) });
    });
  });
}

const OWN_SECRET = /^FAILBACK_(PASSWORD_|ACCESS_TOKEN$)/i;

/** Passwords and tokens are failback's own, and what a script prints is kept in a file. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_SECRET.test(name)));
}

/** A script may read a password elsewhere and print it; those that failback knows are taken out of what is kept. */
export function withoutKnownSecrets(text: string, env: NodeJS.ProcessEnv): string {
  let clean = text;
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && value.length >= 4 && OWN_SECRET.test(name))
      clean = clean.replaceAll(value, '[withheld]');
  return withoutShapes(clean);
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
