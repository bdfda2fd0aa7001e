import { basename, dirname, relative } from 'node:path';
import * as z from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import type { CommandLine } from './command-line.ts';
import { type Compared, readCompared } from './compared.ts';

/** What a runbook is compared with. */
export type Base =
  | { readonly kind: 'revision'; readonly name: string; readonly commit: string }
  | { readonly kind: 'file'; readonly name: string; readonly path: string };

const plans = z.array(
  z.object({ runbook: z.string(), file: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);
export type BothPlans = z.infer<typeof plans>[number];

/** Compares the saved text of a runbook. `folder`: in revisions it may lie anywhere below; its own when left out. */
export async function compareRunbook(
  commandLine: CommandLine,
  file: string,
  base: Base,
  folder = dirname(file),
): Promise<Compared> {
  const all = readCompared(await ask(commandLine, ['--format', 'json'], file, base, folder));
  return the(all, file);
}

/** Every runbook below the folder of a site file, as it is compared with a revision. */
export async function compareFolder(
  commandLine: CommandLine,
  folder: string,
  base: Base,
): Promise<readonly Compared[]> {
  return readCompared(await ask(commandLine, ['--format', 'json'], undefined, base, folder));
}

/** The plans of both versions as people read them. */
export async function plansOfBoth(
  commandLine: CommandLine,
  file: string,
  base: Base,
  folder = dirname(file),
): Promise<BothPlans> {
  return the(plans.parse(await ask(commandLine, ['--format', 'plans'], file, base, folder)), file);
}

async function ask(
  commandLine: CommandLine,
  options: readonly string[],
  file: string | undefined,
  base: Base,
  folder: string,
): Promise<unknown> {
  const only = base.kind === 'file' || file === undefined ? [] : ['--only', relative(folder, file)];
  const versions = base.kind === 'revision' ? [base.commit] : [base.path, file ?? folder];
  // Behind `--` no name is ever taken for an option.
  const args = ['diff', ...options, ...only, '--', ...versions];
  const { code, stdout, stderr } = await commandLine.run(args, { cwd: folder });
  // It ends with 1 where a text is broken, and tells of it in its answer.
  const answer = code > 1 ? undefined : parseJson(stdout);
  if (answer !== undefined) return answer;
  const said = stderr.trim() || `It said nothing and ended with ${code}.`;
  throw new FailbackError('command-failed', said, `The command was: failback ${args.join(' ')}`);
}

function the<T>([only]: readonly T[], file: string): T {
  if (only !== undefined) return only;
  throw new FailbackError(
    'no-runbook',
    `'${basename(file)}' has no \`runbook\` block, so there is nothing to compare.`,
    'Open the runbook that imports it.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
