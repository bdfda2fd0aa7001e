import { articles } from '../articles.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';

export const classicIsRetired = defineRule<{ runbook: string }>({
  code: 'FB001',
  title: 'Classic architecture is retired',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'nothing documents that the service still performs classic operations, so a run may end half way; accept it when you know that it does for your vault.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.classicDeprecation,
    says: 'the classic architecture was retired on 30 March 2026; after that, disaster recovery operations on it can no longer be performed in the portal',
    confidence: 'documented',
  },
  byHand: 'In the vault, open Site Recovery infrastructure: a configuration server means classic.',
  mend: 'Move to the modernized architecture, which takes a machine that replicates to Azure, healthy and not failed over. For a machine that is failed over already, accept the risk with the reason.',
  message: ({ runbook }) =>
    `'${runbook}' is written for the classic architecture, which was retired on 30 March 2026. Whether the service still performs its operations is not documented, and a machine that is failed over cannot be moved to the modernized one.`,
  reads: [],
  *check(context) {
    const { runbook, howToCapture: how } = situationOf(context);
    const question = { subject: runbook.name, at: runbook.architecture.at, fact: 'architecture', how };
    yield verdictOn(question, broken({ runbook: runbook.name }, []));
  },
});
