import { emptyAfter } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { eachMasterTarget } from '../judge.ts';
import { broken, type Outcome } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { retentionVolumeOf } from './retention-volume.ts';

interface Params {
  readonly target: string;
  readonly volume: string;
}

export const usualRetentionVolume = defineRule<Params>({
  code: 'FB085',
  title: 'Retention volume is assumed to be the usual one',
  kind: 'advice',
  severity: 'info',
  severityBecause:
    'the usual volume is what most master targets have; the vault tells whether this one has it (FB080).',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.prepareFailback,
    says: 'the default retention volume is R on a Windows master target and /mnt/retention on a Linux one',
    confidence: 'documented',
  },
  byHand: 'Read the `retention-drive:` of the master target.',
  mend: 'Write the volume into `retention-drive:`, so that whoever reviews the runbook sees it.',
  message: ({ target, volume }) =>
    `The runbook does not name the retention volume of the master target '${target}', so reprotect names the usual one, '${volume}'.`,
  reads: ['os'],
  check: eachMasterTarget<Params>({ fact: 'name of the retention volume', declared: assumed }, (_, subject) =>
    assumed(subject),
  ),
  fix({ target: name, volume }, _at, { runbook }) {
    const target = runbook.masterTargets.find((each) => each.name === name);
    const before = target?.os ?? target?.host ?? target?.processServer ?? target?.comesWith ?? target?.runAs;
    if (before === undefined) return undefined;
    const range = emptyAfter(before.at);
    return { title: `Write the volume '${volume}'`, edits: [{ range, newText: `  retention-drive: "${volume}"` }] };
  },
});

function assumed(subject: MasterTargetInPlay): Outcome<Params> | undefined {
  const volume = retentionVolumeOf(subject);
  if (volume === undefined || volume.at !== undefined) return undefined;
  return broken({ target: subject.name, volume: volume.name }, []);
}
