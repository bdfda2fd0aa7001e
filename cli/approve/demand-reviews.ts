import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { FailbackError } from '../../core/failback-error.ts';
import type { Plan } from '../../core/plan/plan.ts';
import {
  identityOf,
  parseReviews,
  reviewersMissing,
  reviewsFileOf,
  SIGNATURE_NAMESPACE,
  signedText,
} from '../../core/review/plan-review.ts';
import { keyThatSigned } from '../../executor/operator/ssh-signature.ts';
import { readTextFileIfAny } from '../read-file.ts';
import { newestAuthors } from './newest-authors.ts';

/** What a live run is to be started from, and by whom. */
export interface DemandedBy {
  readonly plan: Plan;
  /** Undefined when a runbook is run as it is: then there is no file that anybody could have signed. */
  readonly planFile: string | undefined;
  /** The plan's file as it was written on the command line. */
  readonly shown: string;
  /** Files of the runbook, the entry first. */
  readonly files: readonly string[];
  /** Names and mail addresses by which whoever starts the run is known. */
  readonly startedBy: readonly string[];
}

/** @throws FailbackError `refused-not-reviewed` unless the people whom the runbook wants have signed this very plan */
export async function demandReviews({ plan, planFile, shown, files, startedBy }: DemandedBy): Promise<void> {
  const { review, runbook } = plan;
  if (review === undefined) return;
  const [entry = '.'] = files;
  if (planFile === undefined)
    throw notReviewed(runbook.name, 'nobody can have reviewed a plan that was only made now', runbook.file);
  const signers = resolve(dirname(entry), review.signers);
  if ((await readTextFileIfAny(signers)) === undefined)
    throw notReviewed(runbook.name, `there is no '${review.signers}' with the keys of those who review`, runbook.file);
  const reviewsFile = reviewsFileOf(planFile);
  const text = await readTextFileIfAny(reviewsFile);
  const claimed = text === undefined ? [] : parseReviews(text, reviewsFile);
  const proven = [];
  const unproven = new Set<string>();
  for (const one of claimed.filter((each) => each.plan === plan.hash)) {
    const key = await keyThatSigned(signedText(one), one.signature, one.identity, signers, SIGNATURE_NAMESPACE);
    if (key === undefined) unproven.add(lowerCase(one.identity));
    else proven.push({ identity: one.identity, at: one.at, key });
  }
  const involved = new Set([...identitiesOf(plan, startedBy), ...(await involvedInGit(files))].map(lowerCase));
  const missing = reviewersMissing(plan, proven, involved);
  if (missing.length === 0) return;
  const wanted =
    review.by.mode === 'any' && missing.length > 1 ? `one of ${missing.join(', ')}` : missing.join(' and ');
  const doubtful = missing.filter((identity) => unproven.has(lowerCase(identity)));
  const doubt =
    doubtful.length === 0
      ? ''
      : `. There is one of ${doubtful.join(' and ')}, but it was changed afterwards, or not signed with a key that '${review.signers}' has of them`;
  throw notReviewed(runbook.name, `the word of ${wanted} is missing${doubt}`, shown, missing[0]);
}

function notReviewed(name: string, why: string, file: string, who = 'NAME'): FailbackError {
  const plan = file.endsWith('.json') ? file : 'plan.json';
  return new FailbackError(
    'refused-not-reviewed',
    `A live run of '${name}' wants its plan reviewed by others than its author and whoever starts it, and ${why}.`,
    `Write the plan, have it read and signed, and run that:\n${plan === file ? '' : `  failback plan ${file} --out ${plan}\n`}  failback approve-plan ${plan} --as ${who} --key ~/.ssh/id_ed25519\n  failback run ${plan}`,
  );
}

/** A person of the runbook may start a run under the short name that the runbook has for them. */
function identitiesOf({ review }: Plan, names: readonly string[]): readonly string[] {
  const people = review?.by.people ?? [];
  return names.map((name) => {
    const person = people.find((one) => lowerCase(one.name) === lowerCase(name));
    return person === undefined ? name : identityOf(person);
  });
}

/** Who works here, and who committed the newest change of these files, by mail address; nobody where there is no git. */
async function involvedInGit(files: readonly string[]): Promise<readonly string[]> {
  const [entry = '.'] = files;
  return [...new Set([...(await knownInGit(dirname(entry))), ...(await newestAuthors(files))])];
}

/** The mail address of whoever works in a folder; none where there is no git. */
export async function knownInGit(folder: string): Promise<readonly string[]> {
  return promisify(execFile)('git', ['config', 'user.email'], { cwd: folder }).then(
    ({ stdout }) => (stdout.trim() === '' ? [] : [stdout.trim()]),
    () => [],
  );
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}
