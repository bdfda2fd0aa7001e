import { z } from 'zod';
import type { Rule } from './rule.ts';
import { isAcceptable, isAttestable } from './statements.ts';

const listed = z.object({
  code: z.string().regex(/^FB\d{3}$/),
  title: z.string(),
  kind: z.enum(['prerequisite', 'guard', 'advice']),
  severity: z.enum(['error', 'warning', 'info']),
  severityBecause: z.string(),
  architecture: z.enum(['modernized', 'classic', 'both']),
  /** Where it can be decided. */
  decidedBy: z.array(z.enum(['text', 'inventory', 'preflight', 'run'])),
  /** How long a captured fact counts, in seconds; null where the text decides alone. */
  timeToLive: z.number().nullable(),
  source: z.object({
    article: z.string(),
    url: z.string().nullable(),
    /** In our words. */
    says: z.string(),
    confidence: z.enum(['documented', 'observed', 'inferred', 'unverified']),
  }),
  losesData: z.boolean(),
  /** Whether `accept` may take its breach as a risk, and `attest` may stand in for a fact that is missing. */
  acceptable: z.boolean(),
  attestable: z.boolean(),
  /** Codes with which the service reports a breach. */
  serviceErrors: z.array(z.string()),
  /** Where its facts are seen: Azure, vCenter (or a host without one), inside the guest; `text` where it needs none. */
  seenIn: z.enum(['azure', 'vcenter', 'guest', 'text']),
  /** Lines after the first are commands to copy. */
  byHand: z.string(),
  mend: z.string(),
  /** Markdown. */
  details: z.string().nullable(),
});

/** The catalogue for other programs, as `failback explain --format json` writes it. */
export const ruleListingSchema = z.object({
  schema: z.literal('failback/rules'),
  version: z.literal(1),
  rules: z.array(listed),
});

export type RuleListing = z.infer<typeof ruleListingSchema>;

export function ruleListing(rules: readonly Rule[]): RuleListing {
  return { schema: 'failback/rules', version: 1, rules: rules.map(entryOf) };
}

function entryOf(rule: Rule): RuleListing['rules'][number] {
  const { code, title, kind, severity, severityBecause, architecture, losesData, byHand, mend } = rule;
  const { article, url, says, confidence } = rule.source;
  return {
    code,
    title,
    kind,
    severity,
    severityBecause,
    architecture,
    decidedBy: [...rule.decidedBy],
    timeToLive: rule.timeToLive ?? null,
    source: { article, url: url ?? null, says, confidence },
    losesData,
    acceptable: isAcceptable(rule),
    attestable: isAttestable(rule),
    serviceErrors: [...rule.serviceErrors],
    seenIn: rule.seenIn ?? (rule.timeToLive === undefined ? 'text' : 'azure'),
    byHand,
    mend,
    details: rule.details ?? null,
  };
}
