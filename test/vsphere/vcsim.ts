import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fixtures } from './fake-vcenter.ts';

const program = join(import.meta.dirname, '../../.cache/vcsim/vcsim');

/** Undefined where govmomi's simulator is at hand; else what is left out and why. */
export const withoutVcsim = existsSync(program)
  ? undefined
  : "The tests against govmomi's simulator are left out: it was not built. `node scripts/build-vcsim.mjs` says what it needs.";

export interface Vcsim extends AsyncDisposable {
  /** `host:port`; it speaks TLS with a certificate of the fixtures' authority. */
  readonly address: string;
  readonly pid: number;
  /** A command to its control: `{ op: 'http', status: 503 }`. @throws what it answers as an error */
  control(command: Readonly<Record<string, unknown>>): Promise<void>;
}

export const VCSIM_ACCOUNT = { account: 'failback@vsphere.local', password: 'p<a>s&s"word' };

/** Starts it; the flags are those of its main program. */
export async function startVcsim(...flags: readonly string[]): Promise<Vcsim> {
  const certificate = ['-tlscert', join(fixtures, 'loopback.pem'), '-tlskey', join(fixtures, 'loopback.key.pem')];
  const { account, password } = VCSIM_ACCOUNT;
  const child = spawn(program, [...certificate, '-username', account, '-password', password, ...flags], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? '{"error":"it ended"}');
  const { url } = (await next()) as { url: string };
  return {
    address: new URL(url).host,
    pid: child.pid ?? 0,
    async control(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const answer = (await next()) as { error?: string } | string;
      if (typeof answer === 'object' && answer.error !== undefined) throw new Error(answer.error);
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit');
      // The end of its input ends it, and it cleans up.
      child.stdin.end();
      await exit;
    },
  };
}
