import { appendFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { RISKS, type Risk } from '../../core/review/change.ts';
import { renderComment } from '../../core/review/render-comment.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { checkFile } from '../check/checked-file.ts';
import { renderCheckJunit } from '../check/junit.ts';
import { renderCheckSarif } from '../check/sarif.ts';
import type { CommandContext } from '../context.ts';
import { isRevision, mergeBase, repositoryOf, revision, workingTree } from '../diff/in-git.ts';
import { type AsOf, asOfOption } from '../options.ts';
import { writeArtifact } from '../review/artifact.ts';
import { type Build, buildOf } from '../review/build.ts';
import { postArtifact } from '../review/post-artifact.ts';
import { type Touched, touchedBetween } from '../review/reviewed.ts';
import { writeWholeFile } from '../write-file.ts';

const thresholds = [...RISKS, 'blocked', 'never'] as const;

interface ReviewOptions {
  readonly base?: string;
  readonly asOf?: AsOf;
  readonly post?: boolean;
  readonly artifact: string;
  readonly fromArtifact?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly whole?: string;
  readonly failOn: (typeof thresholds)[number];
}

/** `failback review`: what a pull request means, as one comment. */
export function reviewCommand(context: CommandContext): Command {
  return new Command('review')
    .summary('say what a pull request means, as one comment')
    .description(
      'Compares the runbooks that are checked out with those where the branch began and writes Markdown: a verdict, what is decided otherwise, the plans drawn, every prerequisite with the age of its evidence, the hash of the plan. In GitHub Actions and Azure Pipelines `--post` keeps it as one comment of the pull request.',
    )
    .option('--base <revision>', 'what to compare with; in a build for a pull request it is known, elsewhere main')
    .addOption(asOfOption())
    .option('--post', 'write it as a comment of the pull request of this build, in place of an earlier one')
    .option('--artifact <folder>', 'where to leave it when this build may not comment, as in forks', 'failback-review')
    .option('--from-artifact <folder>', 'write what a build of a fork left there; for a job with `on: workflow_run`')
    .option('--sarif <file>', 'write the findings of the touched runbooks for code scanning, too')
    .option('--junit <file>', 'write them as tests, too')
    .option('--whole <url>', 'where the whole review is, when it is too long for a comment', address)
    .addOption(
      new Option('--fail-on <threshold>', 'end with 1 for changes from here on, or when a live run is refused')
        .choices([...thresholds])
        .default('never'),
    )
    .action((options: ReviewOptions) => review(context, options));
}

async function review(context: CommandContext, options: ReviewOptions): Promise<void> {
  if (options.fromArtifact !== undefined) return postArtifact(context, resolve(context.cwd, options.fromArtifact));
  const build = buildOf(context.env);
  const touched = await touchedSince(context, options.base ?? build.base, options.asOf);
  const comment = renderComment(touched.reviewed, touched.unreadable, {
    now: context.now(),
    titleOf: (code) => catalogue.find((rule) => rule.code === code)?.title ?? code,
    whole: options.whole,
  });
  context.terminal.out.write(showControlsInLines(comment));
  await writeFindings(context, touched, options);
  if (options.post === true) await post(context, build, comment, options);
  if (touched.unreadable.length > 0 || reaches(options.failOn, touched)) context.end(1);
}

async function touchedSince(context: CommandContext, named: string | undefined, asOf: AsOf): Promise<Touched> {
  const repository = await repositoryOf(context.cwd);
  const base = named ?? 'main';
  if (named === undefined && !(await isRevision(repository, base)))
    throw new FailbackError(
      'usage',
      `There is no branch '${base}' here, so nobody can tell where this one began.`,
      'Say what to compare with, and in a shallow clone fetch it first, with its history:\n  failback review --base origin/master',
    );
  const began = await revision(repository, await mergeBase(repository, base, 'HEAD'));
  return touchedBetween(began, workingTree(repository), { cwd: context.cwd, now: context.now(), asOf });
}

async function writeFindings(context: CommandContext, { files }: Touched, options: ReviewOptions): Promise<void> {
  const { sarif, junit, asOf } = options;
  if (sarif === undefined && junit === undefined) return;
  const { read } = workingTree(await repositoryOf(context.cwd));
  const checked = [];
  for (const file of files)
    checked.push(await checkFile(context, relative(context.cwd, file), { wantedInventory: undefined, asOf, read }));
  if (sarif !== undefined)
    await writeWholeFile(resolve(context.cwd, sarif), sarif, renderCheckSarif(checked, context.cwd));
  if (junit !== undefined)
    await writeWholeFile(resolve(context.cwd, junit), junit, renderCheckJunit(checked, context.cwd));
}

async function post(
  { terminal, cwd }: CommandContext,
  build: Build,
  comment: string,
  options: ReviewOptions,
): Promise<void> {
  const { forge, summary, number } = build;
  const outcome = forge === undefined ? 'not allowed' : await forge.comment(comment);
  if (outcome !== 'not allowed') {
    terminal.err.write(`The review was ${outcome} as a comment of pull request ${number} on ${forge?.name}.\n`);
    return;
  }
  if (summary !== undefined) await appendFile(summary, comment);
  const left = number === undefined ? undefined : await writeArtifact(resolve(cwd, options.artifact), number, comment);
  terminal.err.write(
    `This build may not comment${left === undefined ? ', or is for no pull request' : `; the review is in '${relative(cwd, left)}' for a job that may`}${summary === undefined ? '' : ', and in the summary of the job'}.\n`,
  );
}

function reaches(threshold: ReviewOptions['failOn'], { reviewed }: Touched): boolean {
  if (threshold === 'never') return false;
  if (threshold === 'blocked') return reviewed.some(({ after }) => after.plan.blockedBy.length > 0);
  const worst: readonly Risk[] = RISKS.slice(0, RISKS.indexOf(threshold) + 1);
  return reviewed.some((one) => one.review?.changes.some(({ risk }) => worst.includes(risk)) ?? false);
}

function address(text: string): string {
  if (/^https:\/\/[^\s()<>]+$/.test(text)) return text;
  throw new InvalidArgumentError('Write an address that begins with https://.');
}
