import fc from 'fast-check';
import { firstRunbook } from '../../core/authoring/first-runbook.ts';
import type { RuleContext } from '../../core/rules/verdict.ts';
import { arbitraryEstate } from '../authoring/arbitrary-estate.ts';
import { runbookText } from '../plan/arbitrary-runbook.ts';
import { inventoryFor } from '../plan/inventory-for.ts';
import { loadText } from '../support/load-texts.ts';
import { contextOf, ruleFixtures } from './rule-fixture.ts';

const NOW = new Date('2026-11-23T09:10:00Z');
const fixtures = ruleFixtures().map(({ text }) => text);

/** Runs of both architectures: what the fixtures of the rules show, what a capture was made into, what nobody would write. */
export const arbitraryContext: fc.Arbitrary<Promise<RuleContext>> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...fixtures).map(contextOf) },
  { weight: 2, arbitrary: arbitraryEstate.map(estateContext) },
  { weight: 1, arbitrary: runbookText.map(textContext) },
);

async function estateContext(inventory: RuleContext['inventory'] & object): Promise<RuleContext> {
  const { runbook } = await loadText(firstRunbook(inventory));
  if (runbook === undefined) throw new Error('a first runbook always is one');
  return { runbook, inventory, now: NOW };
}

async function textContext(text: string): Promise<RuleContext> {
  const { runbook } = await loadText(text);
  if (runbook === undefined) throw new Error('a generated text always is a runbook');
  return { runbook, inventory: inventoryFor(runbook), now: NOW };
}
