import type { AstNode } from 'langium';
import { type KnownSubject, knownFactsOf } from '../../../core/runbook/known-facts.ts';
import type { KnownFact } from '../../../core/runbook/runbook.ts';
import type { Fact } from '../generated/ast.ts';
import { nearestWord } from '../vocabulary/nearest-word.ts';
import { spokenList } from '../vocabulary/spoken-list.ts';
import type { Lowering } from './lowering.ts';
import { unquoted } from './lowering.ts';
import { parseQuantity } from './parse-quantity.ts';
import { placeOf, placeOfFirstWord } from './places.ts';
import { SettingsByType } from './settings.ts';

/** The facts of `known { … }` blocks. A key that nothing reads is told, for it would count for nothing. */
export function lowerKnownFacts(
  lowering: Lowering,
  settings: readonly AstNode[],
  subject: KnownSubject,
): readonly KnownFact[] {
  const known = new SettingsByType(settings).all('Known');
  if (known.length === 0) return NONE;
  return known.flatMap(({ facts }) => facts).flatMap((fact) => lowerFact(lowering, fact, subject) ?? []);
}

const NONE: readonly never[] = [];

function lowerFact(lowering: Lowering, fact: Fact, subject: KnownSubject): KnownFact | undefined {
  if (fact.key === undefined || fact.value === undefined) return undefined;
  const known = knownFactsOf(subject).map((entry) => entry.key);
  if (!known.includes(fact.key)) {
    const meant = nearestWord(fact.key, known);
    const hint =
      meant === undefined ? `Known of a ${subject} are ${spokenList(known, 'and')}.` : `Did you mean \`${meant}:\`?`;
    const details = meant === undefined ? {} : { replacement: { title: `Write \`${meant}:\``, text: `${meant}:` } };
    const message = `No rule reads '${fact.key}' of a ${subject}, so this counts for nothing. ${hint}`;
    lowering.problems.warning('unknown-fact', placeOfFirstWord(fact), message, details);
  }
  return { key: fact.key, value: factValue(String(fact.value)), at: placeOf(fact) };
}

function factValue(text: string): string | number | boolean {
  if (text.startsWith('"')) return unquoted(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^[0-9]+(\.[0-9]+)?$/.test(text)) return Number(text);
  for (const dimension of ['storage', 'time', 'rate'] as const) {
    const parsed = parseQuantity(text, dimension);
    if (parsed.kind === 'value') return parsed.value;
  }
  return text;
}
