import { readableList, readableMoment } from '../plan/readable.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import { asWritten } from './as-written.ts';
import type { Change, Risk } from './change.ts';
import { personIdentity, vaultIdentity } from './identity.ts';
import type { Sides } from './side.ts';

interface Aspect {
  readonly what: string;
  readonly risk: Risk;
  /** Where to say something for the first time is no loss. */
  readonly riskWhenNew?: Risk;
  of(runbook: Runbook): string | undefined;
  at(runbook: Runbook): SourceRange | undefined;
  readonly means?: string;
}

const ASPECTS: readonly Aspect[] = [
  {
    what: 'The vault',
    risk: 'grave',
    of: ({ vault }) => (vault === undefined ? undefined : vaultIdentity(vault.value)),
    at: ({ vault }) => vault?.at,
    means: 'Every call goes to other machines than those that were reviewed.',
  },
  {
    what: 'The architecture',
    risk: 'grave',
    of: ({ architecture }) => architecture.value,
    at: ({ architecture }) => architecture.at,
  },
  {
    what: 'The log storage',
    risk: 'notable',
    of: ({ vault }) => vault?.value.logStorage?.value,
    at: ({ vault }) => vault?.value.logStorage?.at,
  },
  {
    what: 'The policy to protect again with',
    risk: 'notable',
    of: ({ vault }) => vault?.value.policy?.value,
    at: ({ vault }) => vault?.value.policy?.at,
  },
  {
    what: 'The policy of the way back',
    risk: 'notable',
    of: ({ vault }) => vault?.value.failbackPolicy?.value,
    at: ({ vault }) => vault?.value.failbackPolicy?.at,
  },
  {
    what: 'The list of those who must have signed the plan',
    risk: 'grave',
    riskWhenNew: 'slight',
    of: ({ review }) =>
      review === undefined
        ? undefined
        : `${review.by.mode} of ${readableList(review.by.people.map(({ value }) => personIdentity(value)).sort())}`,
    at: ({ review }) => review?.at,
    means: 'Their signatures are what keeps a plan that nobody read from running.',
  },
  {
    what: 'The freeze',
    risk: 'serious',
    of: ({ freeze }) => (freeze === undefined ? undefined : readableMoment(freeze.value)),
    at: ({ freeze }) => freeze?.at,
    means: 'No failover starts after it.',
  },
  {
    what: 'The row of pilot batches',
    risk: 'serious',
    of: ({ batches }) => (batches.length === 0 ? undefined : batches.map(({ value }) => value).join(', ')),
    at: ({ batches }) => batches[0]?.at,
    means: 'There is no test failover in this direction: the first batch is the test.',
  },
  {
    what: 'The name of the runbook',
    risk: 'slight',
    of: ({ name }) => name,
    at: ({ at }) => at,
  },
  {
    what: 'The change ticket',
    risk: 'slight',
    of: ({ change }) => change?.value,
    at: ({ change }) => change?.at,
  },
  {
    what: 'What is removed after all',
    risk: 'serious',
    of: ({ afterAll }) => {
      const kinds = afterAll.flatMap(({ removeLeftovers }) => removeLeftovers.map(({ value }) => value)).sort();
      return kinds.length === 0 ? undefined : readableList(kinds);
    },
    at: ({ afterAll }) => afterAll[0]?.at,
    means: 'What is removed is gone for good.',
  },
];

/** What a runbook says of all its machines at once. The objective of a wave is told with the wave. */
export function changedWhole({ before, after }: Sides): Change[] {
  return ASPECTS.flatMap(({ what, risk, riskWhenNew = risk, of, at, means }) => {
    const was = of(before.runbook);
    const is = of(after.runbook);
    if (was === is) return [];
    return [
      {
        risk: was === undefined ? riskWhenNew : risk,
        kind: 'whole',
        subjects: [],
        says: `${what} was ${asWritten(was)} and is ${asWritten(is)}.`,
        means,
        at: at(after.runbook) ?? after.runbook.at,
      },
    ];
  });
}
