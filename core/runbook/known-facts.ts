/**
 * What a person may state in `known { key: value }` when nobody captured it. One list, so that the editor completes it,
 * a misspelt key is told, and a rule that reads a key finds it documented.
 */

export type KnownSubject =
  | 'machine'
  | 'vcenter'
  | 'host'
  | 'appliance'
  | 'configuration server'
  | 'process server'
  | 'master target';

export interface KnownFactEntry {
  readonly key: string;
  readonly subjects: readonly KnownSubject[];
  /** An example of its value, as it is written. */
  readonly example: string;
  readonly documentation: string;
}

const entry = (
  key: string,
  subjects: readonly KnownSubject[],
  example: string,
  documentation: string,
): KnownFactEntry => ({
  key,
  subjects,
  example,
  documentation,
});

/** All of them. */
export const KNOWN_FACTS: readonly KnownFactEntry[] = [
  entry(
    'disk.enableUUID',
    ['machine', 'master target'],
    'true',
    'The setting `disk.enableUUID` of the machine in vSphere.',
  ),
  entry('snapshots', ['machine'], '0', 'How many snapshots the machine on-premises has.'),
  entry('power', ['machine'], 'off', 'Whether the old machine on-premises is `on` or `off`.'),
  entry('azure-machine.running', ['machine'], 'true', 'Whether the Azure machine is running.'),
  entry('agent.registered', ['machine'], 'true', 'The mobility agent registered again after the failover.'),
  entry('outbound', ['machine'], 'true', 'The Azure machine reaches the addresses of Site Recovery over 443.'),
  entry('memory', ['machine'], '16 GB', 'Memory that the machine needs on its host.'),
  entry('disks', ['machine'], '3', 'How many disks of the machine are replicated.'),
  entry('connected', ['vcenter', 'configuration server'], 'true', 'The appliance or the vault is connected to it.'),
  entry(
    'privileges',
    ['vcenter'],
    'complete',
    '`complete` when the account has all that failback needs, else `read-only`.',
  ),
  entry('licence', ['host'], '"VMware vSphere 8 Standard"', 'Licence of the ESXi host, as vSphere names it.'),
  entry('license', ['host'], '"VMware vSphere 8 Standard"', 'The same as `licence`.'),
  entry('hypervisor', ['host'], 'esxi', 'What runs on the host: `esxi`, `hyper-v` or `workstation`.'),
  entry('memory-free', ['host'], '256 GB', 'Memory that is free on the host.'),
  entry('healthy', ['appliance', 'process server', 'master target'], 'true', 'All of its components are healthy.'),
  entry('relocated', ['appliance', 'master target'], 'false', 'Whether Storage vMotion moved it since the reprotect.'),
  entry('version', ['vcenter', 'host'], '"8.0"', 'Version of vCenter, or of ESXi on the host.'),
  entry('firmware', ['machine'], 'bios', 'Firmware of the machine: `bios` or `uefi`.'),
  entry('secure-boot', ['machine'], 'false', 'Whether the machine starts with Secure Boot.'),
  entry('shared-disk', ['machine'], 'false', 'Whether it shares a disk with another machine (a guest cluster).'),
  entry('encrypted', ['machine'], 'false', 'Whether the guest encrypts disks itself: BitLocker, LUKS, or the like.'),
  entry('storage-spaces', ['machine'], 'false', 'Whether Windows pools the disks in Storage Spaces.'),
  entry('sector-size', ['machine'], '512', 'Largest logical sector of its disks, in bytes.'),
  entry('dynamic-os-disk', ['machine'], 'false', 'Whether the disk of the Windows system is a dynamic one.'),
  entry('unique-names', ['machine'], 'true', 'Names of devices, mounts and volumes differ in more than their case.'),
  entry('free-space', ['machine'], '5 GB', 'Free room on the volume of the system, for the agent.'),
];

/** What may be known of a thing of this kind. */
export function knownFactsOf(subject: KnownSubject): readonly KnownFactEntry[] {
  return KNOWN_FACTS.filter((fact) => fact.subjects.includes(subject));
}
