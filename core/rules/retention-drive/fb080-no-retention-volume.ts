import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { eachMasterTarget } from '../judge.ts';
import { broken, declared, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';
import { listedVolume, retentionVolumeOf } from './retention-volume.ts';

interface Params {
  readonly target: string;
  /** Undefined: neither the runbook nor the system of the target tells which. */
  readonly volume: string | undefined;
  /** What the vault lists; undefined where nobody captured it. */
  readonly others: readonly string[] | undefined;
}

export const noRetentionVolume = defineRule<Params>({
  code: 'FB080',
  title: 'Master target has no such retention volume',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the request to reprotect must name a volume of the master target, and is refused without one.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.recordedClassicReprotect,
    says: 'reprotect takes `retentionDrive`, the name of a retention volume as the master target lists it: "D" in the recording, "R" or "/mnt/retention" by default',
    confidence: 'observed',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server, the master target: its retention volumes are listed there. Or in PowerShell:\n(Get-AzRecoveryServicesAsrFabric -Name CS).FabricSpecificDetails.MasterTargetServers | Format-List Name, RetentionVolumes',
  mend: 'Add a new disk to the master target, format it, wait up to 15 minutes until the vault lists it, and name it in `retention-drive:`.',
  message: ({ target, volume, others }) => {
    if (volume === undefined)
      return `Nobody says which volume of the master target '${target}' holds the recovery points on the way home: it has neither \`retention-drive:\` nor \`os:\`. Reprotect cannot be sent without it.`;
    const instead = others === undefined || others.length === 0 ? 'none at all' : `only ${listed(others)}`;
    return `The vault lists no retention volume '${volume}' on the master target '${target}', ${instead}. Reprotect names that volume and would be refused.`;
  },
  remedy: ({ others }) =>
    others === undefined || others.length === 0
      ? 'Add a new disk to the master target, format it (not FAT), wait up to 15 minutes until the vault lists it, and name it in `retention-drive:`.'
      : `Name ${listed(others)} in \`retention-drive:\`; or add the drive to the master target and wait until the vault lists it.`,
  reads: ['os'],
  check: eachMasterTarget<Params>({ fact: 'retention volume', declared: asWritten }, (captured, subject) => {
    const volume = retentionVolumeOf(subject);
    if (volume === undefined) return asWritten(subject);
    if (listedVolume(captured, volume) !== undefined) return holds(captured);
    const others = captured.retentionVolumes.map(({ name }) => name);
    return broken({ target: subject.name, volume: volume.name, others }, [captured], { at: volume.at });
  }),
  fix({ others }, at, { runbook }) {
    const [only, second] = others ?? [];
    const isWritten = runbook.masterTargets.some(({ retentionDrive }) => retentionDrive?.at === at);
    if (only === undefined || second !== undefined || !isWritten) return undefined;
    return { title: `Take the volume '${only}'`, edits: [{ range: at, newText: `"${only}"` }] };
  },
});

/** Somebody wrote which, or of which system the target is. */
function asWritten(subject: MasterTargetInPlay) {
  return retentionVolumeOf(subject) === undefined
    ? broken<Params>({ target: subject.name, volume: undefined, others: undefined }, [])
    : declared();
}
