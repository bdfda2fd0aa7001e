import { basename, dirname, relative } from 'node:path';
import * as z from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { RISKS } from '../../core/review/change.ts';
import type { CommandLine } from './command-line.ts';

/** What a runbook is compared with. */
export type Base =
  | { readonly kind: 'revision'; readonly name: string; readonly commit: string }
  | { readonly kind: 'file'; readonly name: string; readonly path: string };

const position = z.object({ line: z.int().nonnegative(), character: z.int().nonnegative() });
const range = z.object({ uri: z.string(), start: position, end: position });
const estimate = z.object({ low: z.number(), likely: z.number(), high: z.number(), source: z.string() });

const figures = z.object({
  hash: z.string(),
  machines: z.number(),
  waves: z.number(),
  total: estimate,
  bytes: z.object({ low: z.number(), high: z.number() }),
  costPerHour: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  approvals: z.number(),
  irreversible: z.number(),
  blocking: z.number(),
  criticalPath: z.array(z.string()),
});

const change = z.object({
  risk: z.enum(RISKS),
  kind: z.enum(['whole', 'machine', 'way', 'gate', 'order', 'pace', 'group', 'finding', 'site']),
  subjects: z.array(z.string()),
  says: z.string(),
  // JSON leaves out what is undefined.
  means: z.string().optional(),
  at: range.optional(),
  inOldText: z.literal(true).optional(),
  elsewhere: z.array(range).optional(),
});

const head = { runbook: z.string(), file: z.string() };
const compared = z.discriminatedUnion('kind', [
  z.object({ ...head, kind: z.literal('same') }),
  z.object({
    ...head,
    kind: z.literal('compared'),
    review: z.object({ changes: z.array(change), before: figures, after: figures }),
  }),
  z.object({ ...head, kind: z.enum(['new', 'gone']), figures }),
  z.object({ ...head, kind: z.literal('broken'), message: z.string() }),
]);

/** What `failback diff --format json` says of one runbook. */
export type Compared = z.infer<typeof compared>;
export type ComparedChange = z.infer<typeof change>;

const plans = z.array(z.object({ ...head, before: z.string().nullable(), after: z.string().nullable() }));
export type BothPlans = z.infer<typeof plans>[number];

/** Compares the saved text of a runbook. `folder`: in revisions it may lie anywhere below; its own when left out. */
export async function compareRunbook(
  commandLine: CommandLine,
  file: string,
  base: Base,
  folder = dirname(file),
): Promise<Compared> {
  const all = z.array(compared).parse(await ask(commandLine, ['--format', 'json'], file, base, folder));
  return the(all, file);
}

/** Every runbook below the folder of a site file, as it is compared with a revision. */
export async function compareFolder(
  commandLine: CommandLine,
  folder: string,
  base: Base,
): Promise<readonly Compared[]> {
  return z.array(compared).parse(await ask(commandLine, ['--format', 'json'], undefined, base, folder));
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
