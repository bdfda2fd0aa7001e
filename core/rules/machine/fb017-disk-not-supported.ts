import { days } from '../../quantity.ts';
import type { KnownFact } from '../../runbook/runbook.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, declared, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

/** @source support matrix: disks with 4K logical sectors are not supported. */
const LARGEST_SECTOR = 512;

interface Params {
  readonly vm: string;
  readonly troubles: readonly string[];
}

/** What somebody told of one property of the disks. */
type Answer =
  | { readonly kind: 'fine' }
  | { readonly kind: 'trouble'; readonly says: string; readonly seen: readonly Seen[]; readonly at?: SourceRange }
  | { readonly kind: 'missing'; readonly key: string };

export const diskNotSupported = defineRule<Params>({
  code: 'FB017',
  title: 'Disks are shared, encrypted in the guest, pooled or of large sectors',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the matrix supports none of them. Not knowing is a warning only: a machine with such disks seldom gets as far as Azure.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.supportMatrix,
    says: 'shared disks and guest clusters, BitLocker and other encryption inside the guest, Storage Spaces, disks with 4K logical sectors, and adding or removing disks of a running protected machine are not supported',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'In the vSphere client, open the old machine, Edit Settings, and see Sharing of each disk. Inside Windows (PowerShell), then inside Linux:\nGet-BitLockerVolume; Get-StoragePool -IsPrimordial $false; Get-Disk | Select-Object Number, LogicalSectorSize\nlsblk -o NAME,TYPE,FSTYPE,LOG-SEC',
  mend: 'Decrypt the disks, take them out of the pool or the cluster, and let the replication catch up; else bring their data home by other means. Or say what you know: `known { encrypted: false }`',
  message: ({ vm, troubles }) =>
    `The disks of '${vm}' ${troubles.join(', and ')}. Site Recovery does not support that, so what comes home may be incomplete or not start.`,
  check: eachMachine('kind of the disks', (subject) => (mayRunInAzure(subject) ? judged(subject) : undefined)),
});

function judged(subject: MachineInPlay): Outcome<Params> {
  const answers = [ofSharing(subject), ...inTheGuest(subject)];
  const troubles = answers.filter((answer) => answer.kind === 'trouble');
  if (troubles.length > 0) {
    const params = { vm: subject.machine.name, troubles: troubles.map(({ says }) => says) };
    const seen = troubles.flatMap((trouble) => trouble.seen);
    return broken(params, seen, { at: troubles.find(({ at }) => at !== undefined)?.at });
  }
  const missing = answers.flatMap((answer) => (answer.kind === 'missing' ? [answer.key] : []));
  if (missing.length === 0) return declared({ severity: 'warning' });
  return unknown(`nobody told of '${subject.machine.name}': ${missing.join(', ')}`, { severity: 'warning' });
}

/** vCenter tells of sharing; a machine without a disk was not looked at. */
function ofSharing({ machine, onSite }: MachineInPlay): Answer {
  const disks = onSite.seen === undefined ? [] : onSite.seen.disks;
  const shared = disks.filter((disk) => disk.shared === true);
  if (onSite.seen !== undefined && shared.length > 0)
    return { kind: 'trouble', says: `are shared with another machine (${shared[0]?.label})`, seen: [onSite.seen] };
  if (disks.length > 0 && disks.every((disk) => disk.shared === false)) return { kind: 'fine' };
  return said(machine.known, 'shared-disk', 'are shared with another machine');
}

function inTheGuest(subject: MachineInPlay): readonly Answer[] {
  const { machine } = subject;
  const os = osFamilyOf(subject);
  const linux = os !== undefined && os.family === 'linux';
  return [
    said(machine.known, 'encrypted', 'are encrypted inside the guest'),
    ...(linux ? [] : [said(machine.known, 'storage-spaces', 'are pooled in Storage Spaces')]),
    ofSectors(machine),
  ];
}

function said(known: readonly KnownFact[], key: string, says: string): Answer {
  const fact = knownFact(known, key);
  if (fact === undefined) return { kind: 'missing', key };
  return fact.value === false ? { kind: 'fine' } : { kind: 'trouble', says, seen: [], at: fact.at };
}

function ofSectors(machine: MachineInPlay['machine']): Answer {
  const fact = knownFact(machine.known, 'sector-size');
  if (fact === undefined) return { kind: 'missing', key: 'sector-size' };
  if (typeof fact.value === 'number' && fact.value <= LARGEST_SECTOR) return { kind: 'fine' };
  return { kind: 'trouble', says: `have logical sectors of ${fact.value} bytes`, seen: [], at: fact.at };
}
