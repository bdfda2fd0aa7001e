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
  entry('snapshots', ['machine', 'master target'], '0', 'How many snapshots the machine on-premises has.'),
  entry('power', ['machine'], 'off', 'Whether the old machine on-premises is `on` or `off`.'),
  entry('azure-machine.running', ['machine'], 'true', 'Whether the Azure machine is running.'),
  entry('agent.registered', ['machine'], 'true', 'The mobility agent registered again after the failover.'),
  entry('outbound', ['machine'], 'true', 'The Azure machine reaches the addresses of Site Recovery over 443.'),
  entry('memory', ['machine', 'master target'], '16 GB', 'Memory that the machine has, and needs on its host.'),
  entry(
    'disks',
    ['machine', 'master target'],
    '3',
    'How many disks of the machine are replicated; of a master target, how many are its own.',
  ),
  entry('disks-added', ['machine'], '0', 'How many disks were added to the machine in Azure by hand.'),
  entry(
    'disk-uuids',
    ['machine'],
    'unique',
    '`unique` when no other machine, the master target least of all, has a UUID of this machine or of its disks; else `cloned`.',
  ),
  entry(
    'temporary-disk',
    ['machine'],
    'as-delivered',
    '`as-delivered` when the temporary disk of the Azure machine is one volume with its own label; else `changed`.',
  ),
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
  entry('discovered', ['host'], 'true', 'The configuration server has discovered the host.'),
  entry('virtual', ['master target'], 'true', 'The master target is a VMware virtual machine, no physical server.'),
  entry('os-version', ['master target'], '"Ubuntu 16.04"', 'Operating system of the master target, with its version.'),
  entry('kernel', ['master target'], '"4.4.0-81"', 'Kernel that a Linux master target runs: `uname -r`.'),
  entry('lvm', ['master target'], 'false', 'Whether the Linux master target is installed on LVM.'),
  entry(
    'prepared',
    ['master target'],
    'true',
    'Packages, retention disk and settings of a Linux master target are as its article asks.',
  ),
  entry(
    'hosts-file',
    ['master target'],
    'complete',
    '`complete` when /etc/hosts maps the name of the master target to the addresses of all its interfaces.',
  ),
  entry(
    'reaches-servers',
    ['master target'],
    'true',
    'The master target reaches the process server and the configuration server.',
  ),
  entry('controller', ['master target'], 'lsi-logic', 'Its SCSI controllers: `lsi-logic` or `paravirtual`.'),
  entry('tools', ['master target'], 'running', 'VMware Tools or open-vm-tools: `running` or `missing`.'),
  entry(
    'storage-drs',
    ['master target'],
    'excluded',
    '`excluded` when neither Storage DRS nor a person moves its disks; else `automated`.',
  ),
  entry('cores', ['master target'], '4', 'How many processor cores it has.'),
  entry('os-disk', ['master target'], '100 GB', 'Size of the disk with its operating system.'),
  entry('retention', ['master target'], '1 TB', 'Size of its retention drive.'),
  entry('healthy', ['appliance', 'process server', 'master target'], 'true', 'All of its components are healthy.'),
  entry('relocated', ['appliance', 'master target'], 'false', 'Whether Storage vMotion moved it since the reprotect.'),
  entry(
    'version',
    ['vcenter', 'host', 'configuration server', 'process server', 'master target'],
    '"8.0"',
    'Version of vCenter, or of ESXi on the host; of a server of Site Recovery, the version of its software.',
  ),
  entry('firmware', ['machine'], 'bios', 'Firmware of the machine: `bios` or `uefi`.'),
  entry('secure-boot', ['machine'], 'false', 'Whether the machine starts with Secure Boot.'),
  entry('shared-disk', ['machine'], 'false', 'Whether it shares a disk with another machine (a guest cluster).'),
  entry('encrypted', ['machine'], 'false', 'Whether the guest encrypts disks itself: BitLocker, LUKS, or the like.'),
  entry('storage-spaces', ['machine'], 'false', 'Whether Windows pools the disks in Storage Spaces.'),
  entry('sector-size', ['machine'], '512', 'Largest logical sector of its disks, in bytes.'),
  entry('dynamic-os-disk', ['machine'], 'false', 'Whether the disk of the Windows system is a dynamic one.'),
  entry('unique-names', ['machine'], 'true', 'Names of devices, mounts and volumes differ in more than their case.'),
  entry('free-space', ['machine'], '5 GB', 'Free room on the volume of the system, for the agent.'),
  entry(
    'retention.exclusive',
    ['master target'],
    'true',
    'The retention volume serves no other purpose, such as a target of replication, and is not locked.',
  ),
  entry(
    'retention.apart',
    ['master target'],
    'true',
    'The retention volume is neither the cache volume nor the one that the server is installed on.',
  ),
  entry(
    'retention.file-system',
    ['master target'],
    'ntfs',
    'File system of the retention volume; `fat` is not listed.',
  ),
  entry(
    'reaches-site',
    ['machine'],
    'true',
    'The Azure machine reaches the configuration server over 443 and the process server over 9443 (classic).',
  ),
  entry(
    'agent.running',
    ['machine'],
    'true',
    'The services of the mobility agent run and start by themselves (classic).',
  ),
  entry('network-cards', ['configuration server'], '2', 'How many network cards the configuration server has.'),
  entry(
    'image',
    ['process server'],
    '"MicrosoftAzureSiteRecovery:Process-Server:Windows-2012-R2-Datacenter:latest"',
    'The marketplace image that a process server is made from, as publisher:offer:sku:version.',
  ),
];

/** What may be known of a thing of this kind. */
export function knownFactsOf(subject: KnownSubject): readonly KnownFactEntry[] {
  return KNOWN_FACTS.filter((fact) => fact.subjects.includes(subject));
}
