import type { Finding } from './assessment.ts';
import type { KeptMachine } from './kept-machine.ts';

/**
 * Gives what was found of the whole run to the machines that it is about; of several of one name, to the first. Answers
 * what is about none of them.
 */
export function handOut(
  wholes: readonly { readonly findings: readonly Finding[] }[],
  machines: readonly (KeptMachine | undefined)[],
): readonly Finding[] {
  const bySubject = Map.groupBy(
    wholes.flatMap(({ findings }) => findings),
    ({ subject }) => subject,
  );
  for (const kept of machines) {
    if (kept === undefined) continue;
    const { name } = kept.subject.machine;
    const own = bySubject.get(name);
    if (own === undefined && kept.about.length === 0) continue;
    bySubject.delete(name);
    if (!isSameFound(kept.about, own ?? [])) kept.about = own ?? [];
  }
  return wholes.flatMap(({ findings }) => findings.filter(({ subject }) => bySubject.has(subject)));
}

/** Whether the rules found again what they had found, so that whoever keeps it by object may go on doing so. */
export function isSameFound(some: readonly Finding[], others: readonly Finding[]): boolean {
  return some.length === others.length && some.every((one, at) => isSameFinding(one, others[at]));
}

function isSameFinding(one: Finding, other: Finding | undefined): boolean {
  if (one === other) return true;
  if (other === undefined || one.related.length + other.related.length > 0) return false;
  if (one.fix !== undefined || other.fix !== undefined) return false;
  return SAME.every((key) => one[key] === other[key]) && one.missing?.fact === other.missing?.fact;
}

const SAME = [
  'code',
  'at',
  'standing',
  'severity',
  'subject',
  'message',
  'remedy',
  'blocks',
  'acceptedBecause',
] as const satisfies readonly (keyof Finding)[];
