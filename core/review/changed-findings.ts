import { readableList } from '../plan/readable.ts';
import type { Finding, Standing } from '../rules/assessment.ts';
import { type Change, placesOf, type Risk } from './change.ts';
import type { Sides } from './side.ts';

/** How a rule came to stand for a subject; `quiet` where it said nothing, or holds. */
type Stand = Finding['standing'] | 'quiet';

/** Findings that are new, gone, accepted or no longer accepted. Names that only the text gives are seen through. */
export function changedFindings({ before, after, renamed, removed }: Sides): Change[] {
  // What was found for a machine that does not come home any more is not settled; nobody asks.
  const leaving = new Set(removed.map(({ machine }) => machine.name));
  const asked = before.assessment.findings.filter(({ subject }) => !leaving.has(subject));
  const old = bySubject(asked, (name) => renamed.get(name) ?? name);
  const now = bySubject(after.assessment.findings, (name) => name);
  const news = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const was = old.get(key);
    const is = now.get(key);
    return standOf(was) === standOf(is) ? [] : [{ was, is }];
  });
  const [open, plain] = [news.filter(({ is }) => isOpen(is)), news.filter(({ is }) => !isOpen(is))];
  const alike = Map.groupBy(plain, ({ was, is }) => `${(is ?? was)?.code} ${standOf(was)} ${standOf(is)}`);
  return [...[...alike.values()].flatMap(told), ...unproven(open)];
}

function isOpen(finding: Finding | undefined): boolean {
  return finding?.standing === 'unknown' || finding?.standing === 'declared';
}

/** One fact that is missing leaves many rules open, so they are told by whom they are about. */
function unproven(news: readonly News[]): Change[] {
  const bySubject = Map.groupBy(news, ({ is }) => is?.subject ?? '');
  const alike = Map.groupBy(bySubject, ([, open]) => open.map(({ is }) => is?.code).join(', '));
  return [...alike].map(([codes, entries]) => {
    const subjects = entries.map(([subject]) => subject);
    const findings = entries.flatMap(([, open]) => open.flatMap(({ is }) => is ?? []));
    const blocks = findings.some((finding) => finding.blocks);
    return {
      risk: blocks ? 'notable' : 'slight',
      kind: 'finding',
      subjects,
      says: `Nobody has seen what ${codes} ${codes.includes(',') ? 'ask' : 'asks'} of ${quotedList(subjects)}.`,
      means: blocks ? 'A live run wants these facts captured or attested.' : undefined,
      ...placesOf(findings.map(({ at }) => at)),
    };
  });
}

function quotedList(names: readonly string[]): string {
  return readableList(names.map((name) => `'${name}'`));
}

/** The gravest of what a rule says of one subject. */
function bySubject(findings: readonly Finding[], named: (subject: string) => string): Map<string, Finding> {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.code} ${named(finding.subject)}`;
    const known = found.get(key);
    if (known === undefined || GRAVITY.indexOf(finding.standing) < GRAVITY.indexOf(known.standing))
      found.set(key, finding);
  }
  return found;
}

const GRAVITY: readonly Standing[] = ['broken', 'unknown', 'declared', 'accepted'];

function standOf(finding: Finding | undefined): Stand {
  return finding?.standing ?? 'quiet';
}

interface News {
  readonly was: Finding | undefined;
  readonly is: Finding | undefined;
}

function told(news: readonly News[]): Change[] {
  const [first] = news;
  const finding = first?.is ?? first?.was;
  if (first === undefined || finding === undefined) return [];
  const subjects = news.map(({ was, is }) => (is ?? was)?.subject ?? '');
  const { says, risk } = wording(first, finding, quotedList(subjects));
  const means = first.is?.standing === 'broken' && news.length === 1 ? first.is.message : undefined;
  return [{ risk, kind: 'finding', subjects, says, means, ...placesOf(news.map(({ is }) => is?.at)) }];
}

function wording({ was, is }: News, { code, title }: Finding, whom: string): { says: string; risk: Risk } {
  const rule = `${code} '${title}'`;
  if (is === undefined) {
    if (was?.standing === 'accepted')
      return { says: `${rule} is accepted no longer, and does not occur, for ${whom}.`, risk: 'slight' };
    return { says: `${rule} is settled for ${whom}.`, risk: 'slight' };
  }
  switch (is.standing) {
    case 'broken':
      if (was?.standing === 'accepted') return { says: `${rule} is no longer accepted for ${whom}.`, risk: 'serious' };
      return {
        says: `${rule} is found for ${whom}.`,
        risk: is.blocks ? 'serious' : is.severity === 'info' ? 'slight' : 'notable',
      };
    case 'accepted':
      return { says: `${rule} is accepted for ${whom}${reason(is)}.`, risk: 'serious' };
    case 'declared':
    case 'unknown':
      return { says: `${rule} cannot be ruled out for ${whom}.`, risk: 'notable' };
  }
}

function reason({ acceptedBecause }: Finding): string {
  return acceptedBecause === undefined ? '' : `: "${acceptedBecause}"`;
}
