import type { Runbook, Wave } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { deletesOldMachine, isGated, itemsBefore } from '../decisions.ts';
import { approvalFix } from '../gate-fix.ts';
import { broken, holds, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly wave: string;
  readonly stage: 'reprotect' | 'failover';
  /** Machines whose old one is deleted before. */
  readonly deleted: readonly string[];
}

export const pointOfNoReturnWithoutApproval = defineRule<Params>({
  code: 'FB207',
  title: 'Point of no return without an approval',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'what cannot be undone is done because somebody said yes, or because the text says that nobody needs to.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  losesData: true,
  source: {
    ...articles.recordedReprotect,
    says: 'reprotect commits the failover to Azure and powers the old machine off, into whose disks it replicates; a classic failover cannot be cancelled; a deleted machine is gone',
    confidence: 'observed',
  },
  byHand: 'Read the moments `before reprotect` (classic: `before failover` too) of the runbook and of the wave.',
  mend: 'Add `before reprotect { approve "…" { by: … } }` to the runbook, for every wave, or to the wave. Where nobody needs to approve, say so: without-approval "why"',
  message: ({ wave, stage, deleted }) => {
    if (stage === 'failover')
      return `Nobody approves the failover of wave '${wave}'. On classic it cannot be cancelled: the machines in Azure are shut down for good.`;
    const also =
      deleted.length === 0
        ? ''
        : ` Before it, the old ${deleted.length === 1 ? 'machine' : 'machines'} of ${listed(deleted)} ${deleted.length === 1 ? 'is' : 'are'} deleted.`;
    return `Nobody approves the reprotect of wave '${wave}'. It commits the failover to Azure, powers the old machines off and writes into their disks.${also}`;
  },
  reads: ['deleteOld'],
  *check(context) {
    const { runbook, howToCapture: how } = situationOf(context);
    for (const wave of runbook.waves) {
      for (const stage of stagesOf(runbook)) {
        const question = { subject: wave.name, at: wave.at, fact: `approval before ${stage}`, how };
        const gated = isGated(itemsBefore(stage, wave, runbook));
        yield verdictOn(question, gated ? holds() : broken({ wave: wave.name, stage, deleted: deletedIn(wave) }, []));
      }
    }
  },
  fix: ({ wave, stage }, _at, { runbook }) => {
    const title = stage === 'reprotect' ? 'Replicate back over the old machines' : 'Fail over to the site';
    return approvalFix(wave, stage, title, runbook);
  },
});

function stagesOf({ architecture }: Runbook): readonly Params['stage'][] {
  return architecture.value === 'classic' ? ['reprotect', 'failover'] : ['reprotect'];
}

function deletedIn({ machines }: Wave): readonly string[] {
  return machines.flatMap(({ value }) => (deletesOldMachine(value) ? [value.name] : []));
}
