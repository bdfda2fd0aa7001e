import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import {
  identityOf,
  parseReviews,
  reviewsFileOf,
  SIGNATURE_NAMESPACE,
  signedText,
  writeReviews,
} from '../../core/review/plan-review.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { sign } from '../../executor/operator/ssh-signature.ts';
import { DEFAULT_KEY, keyFile } from '../approve/sign-answer.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { readTextFile, readTextFileIfAny } from '../read-file.ts';
import { writeWholeFile } from '../write-file.ts';

interface ApprovePlanOptions {
  readonly as?: string;
  readonly key: string;
  readonly comment?: string;
}

/** `failback approve-plan`: a reviewer's signature under a plan. */
export function approvePlanCommand(context: CommandContext): Command {
  return new Command('approve-plan')
    .summary('sign a plan that you have reviewed')
    .description(
      'Signs the hash of a plan with your SSH key, in a file beside the plan that belongs into the repository. A runbook with `review { by: … }` runs live only from a plan that the people named there have signed; it counts as long as the decisions follow from runbook and facts.',
    )
    .argument('<plan>', 'a plan written by `failback plan --out`')
    .addOption(asOption())
    .addOption(
      new Option('--key <file>', 'your private SSH key, or the public one of a key that your agent holds').default(
        DEFAULT_KEY,
      ),
    )
    .option('--comment <text>', 'what you have to say about it')
    .action((file: string, options: ApprovePlanOptions) => approvePlan(context, file, options));
}

async function approvePlan(
  context: CommandContext,
  file: string,
  { as, key, comment }: ApprovePlanOptions,
): Promise<void> {
  const path = resolve(context.cwd, file);
  const plan = parsePlan(await readTextFile(path, file), file);
  const identity = identityFor(plan, as);
  const review = {
    plan: plan.hash,
    identity,
    at: context.now().toISOString(),
    ...(comment === undefined ? {} : { comment }),
  };
  const signature = await sign(signedText(review), keyFile(key, context.cwd), SIGNATURE_NAMESPACE);
  const reviewsFile = reviewsFileOf(path);
  const before = await readTextFileIfAny(reviewsFile);
  const others = before === undefined ? [] : parseReviews(before, reviewsFileOf(file));
  // One word of each for each plan; older plans keep theirs, as history.
  const kept = others.filter((one) => one.plan !== plan.hash || one.identity !== identity);
  await writeWholeFile(reviewsFile, reviewsFile, writeReviews([...kept, { ...review, signature }]));
  context.terminal.out.write(
    `${showControlsInLines(identity)} has reviewed plan ${plan.hash.slice(0, 12)} of '${plan.runbook.name}'.\nCommit '${reviewsFileOf(file)}' with the plan.\n`,
  );
  const wanted = plan.review?.by.people.map(identityOf) ?? [];
  if (wanted.length > 0 && !wanted.includes(identity))
    context.terminal.err.write(
      showControlsInLines(
        `The runbook wants the word of ${wanted.join(', ')}; that of '${identity}' opens no live run.\n`,
      ),
    );
}

/** The mail address that the plan has of a person, so that signer and person are the same. */
function identityFor({ review }: Plan, name: string | undefined): string {
  if (name === undefined || name.trim() === '')
    throw new FailbackError(
      'usage',
      'A review needs to know whose it is.',
      'Say it: `--as NAME`, or set FAILBACK_WHO.',
    );
  if (/\p{Cc}/u.test(name))
    throw new FailbackError(
      'usage',
      'A name holds no control characters: in what is signed, a line says one thing.',
      'Name yourself as the runbook or the allowed signers do.',
    );
  const person = review?.by.people.find(({ name: short, email }) => short === name || email === name);
  return person === undefined ? name : identityOf(person);
}
