import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { bad, type Check, good } from '../../executor/journal/evidence/check.ts';
import { checkContainer, readManifest } from '../../executor/journal/evidence/check-bundle.ts';
import { BUNDLE_NAMESPACE, MANIFEST, SIGNATURES, signaturesSchema } from '../../executor/journal/evidence/manifest.ts';
import { openRunFiles, type RunFiles } from '../../executor/journal/evidence/run-files.ts';
import { isIntact, type Verification, verifyRun } from '../../executor/journal/evidence/verify-run.ts';
import { findRun, runsHome } from '../../executor/journal/runs.ts';
import { keyThatSigned } from '../../executor/operator/ssh-signature.ts';
import type { CommandContext } from '../context.ts';
import type { Paint } from '../terminal/paint.ts';

interface VerifyOptions {
  readonly signers?: string;
  readonly signedBy?: string;
  readonly format: 'pretty' | 'json';
}

/** `failback verify`: whether a run's evidence is as failback wrote it. */
export function verifyCommand(context: CommandContext): Command {
  return new Command('verify')
    .summary('check that nobody changed what a run did')
    .description(
      'Checks the journal of a run line by line, its plans, texts and facts by their hashes, and whether its story holds together. Offline; it changes nothing and ends with 1 when something is not as failback wrote it. Whoever can write the folder can write all of it anew: against that helps a hash that was kept elsewhere, or a signed bundle.',
    )
    .argument('[run]', 'a run, the folder of one, or a bundle that `failback export` wrote', 'latest')
    .option('--signers <file>', 'the allowed signers, as SSH knows them, to check the signature under a bundle')
    .option('--signed-by <name>', 'with --signers: whose signature must be there')
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'json']).default('pretty'))
    .action((reference: string, options: VerifyOptions) => verify(context, reference, options));
}

async function verify(context: CommandContext, reference: string, options: VerifyOptions): Promise<void> {
  const { terminal, cwd, end } = context;
  if (options.signedBy !== undefined && options.signers === undefined)
    throw new FailbackError('usage', '--signed-by needs the keys that count.', 'Name them: `--signers FILE`.');
  const path = await pathOf(context, reference);
  const files = await openRunFiles(path, reference);
  const result = await verifyRun(files);
  const checks: Check[] = [...result.checks];
  if (files.kind === 'bundle')
    checks.unshift(await checkContainer(files, await readFile(path), await readManifest(files)));
  if (options.signers !== undefined)
    checks.push(await checkSignature(files, resolve(cwd, options.signers), options.signedBy));
  const verification = { ...result, checks };
  terminal.out.write(options.format === 'json' ? json(verification) : pretty(verification, terminal.paint));
  end(isIntact(verification) ? 0 : 1);
}

/** A path where there is something of that name, else a run. */
async function pathOf({ cwd, env }: CommandContext, reference: string): Promise<string> {
  if (/[\\/]|\.zip$/i.test(reference)) return resolve(cwd, reference);
  return (await findRun(runsHome(env), reference)).directory;
}

async function checkSignature(files: RunFiles, signers: string, signedBy: string | undefined): Promise<Check> {
  const what = 'signature';
  const [text, written] = await Promise.all([files.read(MANIFEST), files.read(SIGNATURES)]);
  if (text === undefined || written === undefined) return bad(what, 'Nobody signed this.');
  const { signatures } = signaturesSchema.parse(JSON.parse(Buffer.from(written).toString('utf8')));
  for (const { identity, signature } of signatures) {
    if (signedBy !== undefined && identity.toLowerCase() !== signedBy.toLowerCase()) continue;
    const key = await keyThatSigned(Buffer.from(text).toString('utf8'), signature, identity, signers, BUNDLE_NAMESPACE);
    if (key !== undefined) return good(what, `${identity} signed the list of hashes with ${key}.`);
  }
  const whose = signedBy === undefined ? 'that these signers know' : `of '${signedBy}'`;
  return bad(what, `There is no signature ${whose} under the list of hashes as it is.`);
}

function pretty(verification: Verification, paint: Paint): string {
  const { checks, run, lines, hash } = verification;
  const width = Math.max(...checks.map(({ what }) => what.length));
  const sign = { good: paint.good('✓'), bad: paint.bad('✗'), untold: paint.warn('?') };
  const rows = checks.map(
    ({ what, outcome, sentence }) => `${sign[outcome]} ${what.padEnd(width)}  ${showControlsInLines(sentence)}\n`,
  );
  const failed = checks.filter(({ outcome }) => outcome === 'bad').length;
  const verdict =
    failed === 0
      ? `${paint.good('intact')}: nothing of ${showControlsInLines(run)} that can be checked was changed.`
      : `${paint.bad('not intact')}: ${failed} of ${checks.length} checks of ${showControlsInLines(run)} failed.`;
  const last = lines === 0 ? '' : `Keep this elsewhere, and no line can be taken away unseen: ${lines} ${hash}\n`;
  return `${rows.join('')}${verdict}\n${last}`;
}

function json({ checks, ...rest }: Verification): string {
  const document = {
    schema: 'failback/verification',
    version: 1,
    intact: isIntact({ checks, ...rest }),
    ...rest,
    checks,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
