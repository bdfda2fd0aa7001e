import { catalogue } from '../../../../core/rules/catalogue.ts';
import { explainRule } from '../../../../core/rules/explain.ts';
import { isAcceptable, isAttestable } from '../../../../core/rules/statements.ts';
import type { Analysis } from '../../workspace/runbook-analysis.ts';
import { type Offer, VALUE } from './items.ts';

/** Codes for `accept` or `attest`: those that it can settle, and of these the ones that were found here first. */
export function ruleOffers(block: string, analysis: Analysis | undefined): readonly Offer[] {
  const wanted = block === 'Attest' ? ['unknown', 'declared'] : ['broken'];
  const found = Map.groupBy(
    (analysis?.assessment?.findings ?? []).filter(({ standing }) => wanted.includes(standing)),
    ({ code }) => code,
  );
  const architecture = analysis?.lowered.runbook?.architecture.value ?? 'both';
  return catalogue.flatMap((rule): Offer[] => {
    if (architecture !== 'both' && rule.architecture !== 'both' && rule.architecture !== architecture) return [];
    if (!(block === 'Attest' ? isAttestable(rule) : isAcceptable(rule))) return [];
    const here = found.get(rule.code)?.length ?? 0;
    return [
      {
        label: rule.code,
        kind: VALUE,
        detail: here === 0 ? rule.title : `${rule.title} (found here ${here === 1 ? 'once' : `${here} times`})`,
        documentation: () => explainRule(rule.code),
        rank: here === 0 ? 1 : 0,
      },
    ];
  });
}
