import { days } from '../../quantity.ts';
import type { Machine } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { sourceOf } from '../machine-source.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly vm: string;
  readonly kind: 'alternate' | 'detached';
  readonly disks: readonly string[];
}

export const rawDevice = defineRule<Params>({
  code: 'FB037',
  title: 'Raw device cannot come home',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'Site Recovery creates VMDKs only, and writes into a raw device only where it is attached already.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(1),
  source: {
    ...articles.typesOfFailback,
    says: 'raw device mappings come home at the original location if the disks exist there and are attached; at an alternate location never (written for classic)',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the old machine, Edit Settings: a raw device has a Physical LUN. In PowerCLI:\nGet-VM NAME | Get-HardDisk -DiskType RawPhysical, RawVirtual | Select-Object Name, ScsiCanonicalName',
  mend: 'Attach the raw device to the old machine again and come home with `location: original`; or convert it to a VMDK, and let the machine replicate anew.',
  message: ({ vm, kind, disks }) =>
    kind === 'alternate'
      ? `'${vm}' has the raw ${disks.length === 1 ? 'device' : 'devices'} ${listed(disks)} and shall come home as a new machine. A new machine gets VMDKs only, so reprotect fails.`
      : `${listed(disks)} of '${vm}' ${disks.length === 1 ? 'is a raw device that is' : 'are raw devices that are'} not attached to the old machine. Site Recovery does not create raw devices, so reprotect fails.`,
  check: eachMachine('raw devices', (subject) => (asks(subject) ? judged(subject) : undefined)),
});

/** A raw device belongs to a virtual machine; the disks of a physical server come home as VMDKs. */
function asks(subject: MachineInPlay): boolean {
  return mayRunInAzure(subject) && !(sourceOf(subject).isPhysical && declaredRaw(subject.machine).length === 0);
}

function judged(subject: MachineInPlay): Outcome<Params> {
  const { machine, onSite } = subject;
  const disks = declaredRaw(machine);
  if (machine.location.value === 'alternate') return elsewhere(subject, disks);
  if (onSite.seen === undefined)
    return disks.length === 0 && machine.disks.length > 0 ? declared() : unknown(onSite.reason);
  // A machine without a disk was not looked at.
  if (onSite.seen.disks.length === 0 || onSite.seen.disks.some((disk) => disk.kind === undefined))
    return unknown(`the capture did not tell the kinds of the disks of '${machine.name}'`);
  const attached = onSite.seen.disks.filter(isRaw).length;
  if (attached >= disks.length) return holds(onSite.seen);
  const [first] = machine.disks.filter((disk) => disk.kind !== undefined && disk.kind.value === 'rdm');
  const at = first === undefined ? undefined : first.at;
  return broken({ vm: machine.name, kind: 'detached', disks }, [onSite.seen], { at });
}

/** A copy elsewhere has no raw devices; where the old machine is gone, only its owner can tell whether it had any. */
function elsewhere({ machine, onSite }: MachineInPlay, declaredOnes: readonly string[]): Outcome<Params> {
  const breach = (disks: readonly string[]) => ({ vm: machine.name, kind: 'alternate', disks }) as const;
  if (declaredOnes.length > 0) return broken(breach(declaredOnes), [], { at: machine.location.at });
  if (onSite.seen !== undefined && onSite.seen.disks.length > 0) {
    const raw = onSite.seen.disks.filter(isRaw).map(({ label }) => label);
    if (raw.length > 0) return broken(breach(raw), [onSite.seen], { at: machine.location.at });
    if (onSite.seen.disks.every(({ kind }) => kind !== undefined)) return holds(onSite.seen);
  }
  if (machine.disks.length > 0) return declared({ severity: 'warning' });
  return unknown(`nobody told whether '${machine.name}' has raw devices`, { severity: 'warning' });
}

function declaredRaw({ disks }: Machine): readonly string[] {
  return disks.filter(({ kind }) => kind !== undefined && kind.value === 'rdm').map(({ name }) => name);
}

function isRaw({ kind }: { readonly kind?: string | undefined }): boolean {
  return kind !== undefined && /^rdm/i.test(kind);
}
