import { articles } from '../articles.ts';
import { isGated, itemsBefore } from '../decisions.ts';
import { approvalFix } from '../gate-fix.ts';
import { broken, holds, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';

export const commitWithoutApproval = defineRule<{ wave: string }>({
  code: 'FB176',
  title: 'Commit without an approval',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'commit deletes the machine in Azure and every other recovery point; there is no way back, so somebody says yes, or says in the text that nobody needs to.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  losesData: true,
  source: {
    ...articles.modernizedOverview,
    says: 'commit removes the failed-back machine from Azure and the other recovery points; verify the machine on the site first',
    confidence: 'documented',
  },
  byHand: 'Read the moments `before commit` of the runbook and of the wave.',
  mend: 'Add `before commit { approve "…" { by: … } }` to the runbook, for every wave, or to the wave. Where nobody needs to approve, say so: without-approval "why"',
  message: ({ wave }) =>
    `Nobody approves the commit of wave '${wave}'. It deletes the machines in Azure and all other recovery points, so what is wrong on the site by then cannot be taken back.`,
  reads: [],
  *check(context) {
    const { runbook, howToCapture: how } = situationOf(context);
    for (const wave of runbook.waves) {
      const question = { subject: wave.name, at: wave.at, fact: 'approval before commit', how };
      const gated = isGated(itemsBefore('commit', wave, runbook));
      yield verdictOn(question, gated ? holds() : broken({ wave: wave.name }, []));
    }
  },
  fix: ({ wave }, _at, { runbook }) =>
    approvalFix(wave, 'commit', 'The machines are verified on the site; delete them in Azure', runbook),
});
