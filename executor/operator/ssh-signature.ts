import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';

/**
 * Signatures by the system's own OpenSSH, so that keys in agents and on hardware work and no key is ever read here.
 * @source man ssh-keygen, -Y sign and -Y verify (OpenSSH 8.1 or later)
 */

/** Signs a text, for one purpose (`namespace`), with a private key, or with the public one of a key that an agent holds. */
export async function sign(text: string, keyFile: string, namespace: string): Promise<string> {
  const { code, out, err } = await sshKeygen(['-Y', 'sign', '-n', namespace, '-f', keyFile], text);
  if (code === 0) return out;
  throw new FailbackError(
    'signature-failed',
    `'${keyFile}' could not sign: ${firstLine(err)}`,
    'Name your key with `--key`. A key with a passphrase wants an agent (`ssh-add`), or a terminal to ask you at.',
  );
}

/**
 * The fingerprint of the key with which this identity signed a text; undefined unless it is one of those that the signers'
 * file has of it.
 */
export async function keyThatSigned(
  text: string,
  signature: string,
  identity: string,
  signersFile: string,
  namespace: string,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'failback-signature-'));
  try {
    const file = join(folder, 'signature');
    await writeFile(file, signature, { mode: 0o600 });
    const args = ['-Y', 'verify', '-n', namespace, '-f', signersFile, '-I', identity, '-s', file];
    const { code, out } = await sshKeygen(args, text);
    // Good "failback-plan" signature for NAME with ED25519 key SHA256:…
    return code === 0 ? (/ key (\S+)\s*$/.exec(out)?.[1] ?? signature) : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function sshKeygen(args: readonly string[], input: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh-keygen', args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', (cause) =>
      reject(
        new FailbackError(
          'ssh-missing',
          'There is no `ssh-keygen` here, and signatures of reviewers are made and verified with it.',
          'Install OpenSSH 8.1 or later.',
          { cause },
        ),
      ),
    );
    child.on('close', (code) => resolve({ code, out, err }));
    // It may end before it has read all: then its exit code says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? 'it did not say why';
}
