import { z } from 'zod';
import { FailbackError } from '../failback-error.ts';
import type { Plan } from '../plan/plan.ts';
import type { Timestamp } from '../quantity.ts';

/** Keeps a signature for one purpose from counting for another. @source man ssh-keygen, -n namespace */
export const SIGNATURE_NAMESPACE = 'failback-plan';

const review = z.object({
  /** Hash of the plan that was read. */
  plan: z.string(),
  /** As the allowed signers know the person: the mail address, where the runbook has one. */
  identity: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  comment: z.string().optional(),
  /** SSH signature over `signedText`, in its armour. */
  signature: z.string(),
});

const planReviews = z.object({
  schema: z.literal('failback/plan-reviews'),
  version: z.literal(1),
  reviews: z.array(review),
});

/** Somebody's word, signed with their key, that they read a plan. */
export type PlanReview = z.infer<typeof review>;

/** What a reviewer signs: which plan, who, when, and what they say of it. */
export function signedText({ plan, identity, at, comment }: Omit<PlanReview, 'signature'>): string {
  return [
    'failback plan review, version 1',
    `plan ${plan}`,
    `by ${identity}`,
    `at ${at}`,
    `comment ${comment ?? ''}`,
    '',
  ].join('\n');
}

/** The file beside a plan in which its reviews stand. */
export function reviewsFileOf(planFile: string): string {
  return `${planFile.replace(/\.json$/, '')}.reviews.json`;
}

/** @throws FailbackError `plan-reviews-unreadable` */
export function parseReviews(text: string, name: string): readonly PlanReview[] {
  const read = planReviews.safeParse(jsonOf(text));
  if (read.success) return read.data.reviews;
  throw new FailbackError(
    'plan-reviews-unreadable',
    `'${name}' is not a file of reviews, so nobody can tell who reviewed the plan.`,
    'Remove it and have the plan reviewed again:\n  failback approve-plan PLAN',
  );
}

export function writeReviews(reviews: readonly PlanReview[]): string {
  return `${JSON.stringify({ schema: 'failback/plan-reviews', version: 1, reviews }, undefined, 2)}\n`;
}

/** A review whose signature was verified against the key that the repository has of its signer. */
export interface ProvenReview {
  readonly identity: string;
  readonly at: Timestamp;
  /** Fingerprint of the key that signed. One key is one pair of eyes, whatever names it signs with. */
  readonly key: string;
}

/**
 * Whose review is still missing before this plan may run live; empty when it may. Whoever starts the run does not count,
 * nor who wrote the text last: a second pair of eyes is the point.
 */
export function reviewersMissing(
  plan: Pick<Plan, 'review' | 'hash'>,
  proven: readonly ProvenReview[],
  involved: ReadonlySet<string>,
): readonly string[] {
  if (plan.review === undefined) return [];
  const said = new Set(ownWords(proven).map(({ identity }) => identity.toLowerCase()));
  const people = plan.review.by.people.map(identityOf);
  const counts = (identity: string) => said.has(identity.toLowerCase()) && !involved.has(identity.toLowerCase());
  const missing = people.filter((identity) => !counts(identity));
  return plan.review.by.mode === 'any' && missing.length < people.length ? [] : missing;
}

/** Of each key its first word only: the second one is nobody else's. */
function ownWords(proven: readonly ProvenReview[]): readonly ProvenReview[] {
  const keys = new Set<string>();
  return proven.filter(({ key }) => !keys.has(key) && keys.add(key) !== undefined);
}

/** The mail address, else the name: what the allowed signers know a person by. */
export function identityOf({ name, email }: { readonly name: string; readonly email?: string | undefined }): string {
  return email ?? name;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
