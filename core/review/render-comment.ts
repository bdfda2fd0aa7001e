import { renderPlanMermaid } from '../plan/render-mermaid.ts';
import { escapeMarkdown } from '../report/render-markdown.ts';
import { RISKS, type Risk } from './change.ts';
import { ageOf, type Evidence, evidenceOf } from './evidence.ts';
import { verdict } from './render-review.ts';
import { renderReviewMarkdown } from './render-review-markdown.ts';
import type { Review } from './review.ts';
import type { Side } from './side.ts';

/** By this line a comment of an earlier push is found again, so that there is one for each pull request. */
export const MARKER = '<!-- failback review -->';

/** GitHub refuses a longer comment. @source https://docs.github.com/rest/issues/comments (65,536 characters) */
const LONGEST = 65_000;

/** A runbook that a pull request changes. `before` is undefined for a new one. */
export interface Reviewed {
  readonly name: string;
  readonly before: Side | undefined;
  readonly after: Side;
  /** Undefined for a new runbook, which has nothing to be compared with. */
  readonly review: Review | undefined;
}

/** What is wrong with a runbook that cannot be reviewed. */
export interface Unreadable {
  readonly name: string;
  readonly message: string;
}

export interface CommentOptions {
  readonly now: Date;
  /** Title of a rule by its code. */
  titleOf(code: string): string;
  /** Where the whole is, when it is too long for a comment. */
  readonly whole: string | undefined;
}

/**
 * One comment for a pull request: the verdict first, then for each runbook what is decided otherwise, the plan drawn before
 * and after, and every prerequisite with the age of its evidence. It always fits: details go before changes do.
 */
export function renderComment(
  reviewed: readonly Reviewed[],
  unreadable: readonly Unreadable[],
  options: CommentOptions,
): string {
  for (const detail of ['all', 'no graphs', 'no evidence', 'verdicts'] as const) {
    const text = [
      MARKER,
      headline(reviewed, unreadable),
      ...unreadable.map(brokenText),
      ...reviewed.flatMap((one) => section(one, detail, options)),
      ...(detail === 'all' ? [] : [shortened(options.whole)]),
      '',
    ].join('\n\n');
    if (text.length <= LONGEST || detail === 'verdicts') return text.slice(0, LONGEST);
  }
  return MARKER;
}

type Detail = 'all' | 'no graphs' | 'no evidence' | 'verdicts';

function headline(reviewed: readonly Reviewed[], unreadable: readonly Unreadable[]): string {
  const changes = reviewed.flatMap(({ review }) => review?.changes ?? []);
  const worst = RISKS.find((risk) => changes.some((change) => change.risk === risk));
  const blocked = reviewed.filter(({ after }) => after.plan.blockedBy.length > 0).length;
  const mark = unreadable.length > 0 ? '⛔' : MARKS[worst ?? 'slight'];
  const state = blocked === 0 ? 'nothing stands in the way of a live run' : `a live run is refused as things stand`;
  if (unreadable.length > 0) return `# ${mark} Failback review: a text is broken, so nobody can say what it means`;
  if (reviewed.length === 0) return '# ⚪ Failback review: no runbook is touched';
  return `# ${mark} Failback review: ${verdict(changes)}; ${state}`;
}

const MARKS: Readonly<Record<Risk, string>> = { grave: '🔴', serious: '🟠', notable: '🔵', slight: '⚪' };

function brokenText({ name, message }: Unreadable): string {
  return `## ${escapeMarkdown(name)}\n\n${escapeMarkdown(message)}`;
}

function section(one: Reviewed, detail: Detail, options: CommentOptions): string[] {
  const { name, before, after, review } = one;
  if (detail === 'verdicts')
    return [
      `- ${escapeMarkdown(name)}: ${review === undefined ? 'a new runbook' : verdict(review.changes)}, plan \`${after.plan.hash}\``,
    ];
  const whatChanged =
    review === undefined
      ? `## ${escapeMarkdown(name)}: a new runbook\n\nPlan \`${after.plan.hash}\`.`
      : renderReviewMarkdown(name, review).trimEnd();
  return [
    whatChanged,
    ...inTheWay(after),
    ...(detail === 'all' ? [graphs(before, after)] : []),
    ...(detail === 'no evidence' ? [] : [evidence(after, options)]),
    `Who approves this approves the plan \`${after.plan.hash}\`; a run of anything else asks anew.`,
  ];
}

function inTheWay({ plan }: Side): string[] {
  if (plan.blockedBy.length === 0) return [];
  const shown = plan.blockedBy.slice(0, 10).map((sentence) => `- ${escapeMarkdown(sentence)}`);
  const hidden = plan.blockedBy.length - shown.length;
  return [`**In the way of a live run**\n\n${shown.join('\n')}${hidden > 0 ? `\n- … and ${hidden} more` : ''}`];
}

function graphs(before: Side | undefined, after: Side): string {
  const drawn = ({ plan }: Side) => `\`\`\`mermaid\n${renderPlanMermaid(plan, 'overview')}\`\`\``;
  if (before === undefined) return folded('The plan, its longest way thick', drawn(after));
  if (before.plan.hash === after.plan.hash) return folded('The plan, its longest way thick', drawn(after));
  return folded(
    'The plan before and after, the longest way thick',
    `Before\n\n${drawn(before)}\n\nAfter\n\n${drawn(after)}`,
  );
}

function evidence({ assessment }: Side, { now, titleOf }: CommentOptions): string {
  const rows = evidenceOf(assessment, titleOf);
  const open = rows.filter(
    ({ broken, unknown, declared, accepted, blocks }) => broken + unknown + declared + accepted > 0 || blocks,
  );
  const green = rows.length - open.length;
  const table = [
    '| | Rule | holds | broken | unknown | declared | accepted | evidence |',
    '|---|---|---:|---:|---:|---:|---:|---|',
    ...open.map((row) => evidenceRow(row, now)),
  ];
  const told = open.length === 0 ? 'Every rule holds.' : table.join('\n');
  return folded(
    `Prerequisites: ${open.length} rules open, ${green} hold`,
    `${told}\n\nUnknown is not green: nobody has seen it, or too long ago. Declared is what the text says and nobody saw.`,
  );
}

function evidenceRow(row: Evidence, now: Date): string {
  const { code, title, holds, broken, unknown, declared, accepted, blocks } = row;
  const mark = blocks ? '⛔' : broken > 0 ? '🟠' : unknown + declared > 0 ? '❔' : '✍️';
  return `| ${mark} | ${code} ${escapeMarkdown(title)} | ${holds} | ${broken} | ${unknown} | ${declared} | ${accepted} | ${ageOf(row, now)} |`;
}

function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function shortened(whole: string | undefined): string {
  return whole === undefined
    ? 'This is shortened; `failback review` in a checkout shows the whole.'
    : `This is shortened; the whole is [here](${whole}).`;
}
