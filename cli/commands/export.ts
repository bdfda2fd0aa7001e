import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { renderJsonReport } from '../../core/report/render-json.ts';
import { renderMarkdownReport } from '../../core/report/render-markdown.ts';
import { sayBytes } from '../../core/report/say.ts';
import { bundleRun } from '../../executor/journal/evidence/bundle-run.ts';
import { sha256 } from '../../executor/journal/evidence/sha256.ts';
import { findRun, readRun, runsHome } from '../../executor/journal/runs.ts';
import { sign } from '../../executor/operator/ssh-signature.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { readCounts } from '../runs/counted-requests.ts';
import { writeWholeFile } from '../write-file.ts';

interface ExportOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly withOutput?: boolean;
  readonly sign?: boolean;
  readonly key: string;
  readonly as?: string;
}

/** `failback export`: what proves a run, as one file. */
export function exportCommand(context: CommandContext): Command {
  return new Command('export')
    .summary('put what proves a run into one file')
    .description(
      'Packs what proves a run into one ZIP archive: journal, plans, texts, facts as they were seen at each check, requests, and the report, with the hash of each file. The same run gives the same bytes; `failback verify FILE` checks them anywhere, offline.',
    )
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .option('--out <file>', 'where to write it; by default ID.zip')
    .option('--force', 'write over a file that is there')
    .option('--with-output', 'also what scripts of the runbook printed, which nobody has read for secrets')
    .option('--sign', 'sign the list of hashes with your SSH key')
    .addOption(
      new Option(
        '--key <file>',
        'with --sign: your private SSH key, or the public one of a key that your agent holds',
      ).default('~/.ssh/id_ed25519'),
    )
    .addOption(asOption())
    .action((reference: string, options: ExportOptions) => exportRun(context, reference, options));
}

async function exportRun(
  { terminal, env, cwd }: CommandContext,
  reference: string,
  options: ExportOptions,
): Promise<void> {
  const { as: identity } = options;
  if (options.sign === true && identity === undefined)
    throw new FailbackError(
      'usage',
      'A signature needs to know whose it is.',
      'Say it: `--as NAME`, or set FAILBACK_WHO.',
    );
  const run = await findRun(runsHome(env), reference);
  const [view, counts] = await Promise.all([readRun(run), readCounts(run)]);
  const keyFile = resolve(cwd, options.key.replace(/^~(?=[\\/])/, homedir()));
  const bundle = await bundleRun(run, {
    reports: {
      'report.html': renderHtmlReport(view, counts),
      'report.md': renderMarkdownReport(view, counts),
      'report.json': renderJsonReport(view, counts),
    },
    status: view.state.status,
    withOutput: options.withOutput === true,
    ...(options.sign === true && identity !== undefined
      ? { sign: async (text, namespace) => ({ identity, signature: await sign(text, keyFile, namespace) }) }
      : {}),
  });
  const out = options.out ?? `${run.id}.zip`;
  await writeWholeFile(resolve(cwd, out), out, bundle, { isPrivate: true, isNew: options.force !== true });
  terminal.out.write(`${sha256(bundle)}  ${out}\n`);
  const moving = view.state.endedAt === undefined ? ' The run goes on; this is how it stands now.' : '';
  terminal.err.write(
    `${sayBytes(bundle.length)} were written.${moving} Check them anywhere, offline:\n  failback verify ${out}\n`,
  );
}
