/**
 * What each word of the language means, by its rule in the grammar; words of a choice as `Rule.word`.
 * Hover and completion show it. A test compares it with the grammar, so that nothing stays unexplained.
 */
const DOCUMENTATION: Readonly<Record<string, string>> = {
  // Blocks
  Import: 'Brings in all that another file declares, and what that file imports. The path is relative to this file.',
  Runbook:
    'What comes home, how, and under which conditions. One a file; a file without it is a site file that runbooks import.',
  Defaults: 'What every machine of this file has unless it says otherwise.',
  Vm: 'A machine that failed over to Azure and comes home. Its name is the friendly name of its protected item.',
  VmGroup:
    'Machines that share their settings; their names stand after these, apart by commas or lines. A member may differ: `erp-app-03 { datastore: ds-gold }`.',
  App: 'Machines that belong together: with `on-failure: hold` none of them commits until all are verified.',
  ConsistencyGroup:
    'Machines replicated as one (multi-VM consistency): one operating-system family, one target, moved together.',
  Wave: 'Machines whose cutover happens together. Replication starts earlier, as limits allow; waves order the cutover.',
  AfterAll: 'Clean-up after everything is home. It never runs after a failed run.',
  Vault: 'The Recovery Services vault that protects the machines.',
  VCenter: 'A vCenter server.',
  Host: 'An ESXi host. Without `vcenter:` it is a bare one.',
  Datastore: 'A datastore in vSphere.',
  Appliance: 'A replication appliance (modernized): it writes the machines back into its vCenter.',
  Person: 'Somebody who approves, confirms or accepts. Names only, never credentials.',
  TrafficProfile: 'A Traffic Manager profile whose endpoints are switched after the failover.',
  ConfigurationServer: 'The configuration server (classic).',
  ProcessServer: 'A process server (classic). For failback it stands in Azure, near the machines.',
  MasterTarget: 'A master target (classic): it receives the data and writes it to the datastores.',
  Connection:
    'The line between Azure and the site. Estimates rest on its `bandwidth:`; the classic architecture needs a VPN or ExpressRoute private peering.',
  ReviewDemand:
    'Who must have signed the plan with `failback approve-plan` before a live run of it starts. Whoever starts the run does not count.',
  Accept:
    'Takes a finding as a risk. Shown in plan, diff and report; an error once the finding no longer occurs; impossible where data would be lost.',
  Attest: 'States a fact that only a person can see, by name and until a date.',
  Nic: 'A network adapter of the machine at home.',
  Disk: 'A disk of the machine, by name, where no inventory tells it.',
  Known:
    'What a person knows of this and nobody captured. It counts as declared, never as seen: a rehearsal goes on with it, a live run wants it captured or attested where it blocks.',
  Moment:
    'What happens just before or just after a stage: approvals, waiting, probes, scripts. In the runbook it holds for every wave.',
  Approve: 'Waits until the named people approve. Declining ends the wave.',
  WithoutApproval: 'Says, for every reviewer to see, that this point of no return needs nobody’s approval, and why.',
  SwitchTraffic: 'Enables one endpoint of a Traffic Manager profile and disables the others.',
  Probe: 'Tries a connection until it succeeds or the time is over.',
  RunScript:
    'Runs a script on the operator’s machine, or inside machines with `in:`. The plan holds its SHA-256, so what runs is what was reviewed.',
  Ask: 'A step that a person does and confirms.',

  // Settings of the runbook
  SignersSetting:
    'The public keys of those who review, as SSH keeps them: an `allowed_signers` file, relative to this file. Default: `allowed-signers` beside this file.',
  ArchitectureSetting: 'The architecture of Site Recovery that protects the machines.',
  VaultSetting: 'The vault, as declared by a `vault` block.',
  InventorySetting:
    'The captured facts, relative to this file. `failback capture` writes it; without it most rules are unknown.',
  ChangeSetting: 'The change ticket. Shown in the plan and the report.',
  FreezeSetting: 'No failover starts after this moment. A date alone lasts until its end, 23:59:59 UTC.',
  ObjectiveSetting:
    'Recovery time objective: how long a wave may take from its first failover to its last verification.',
  BatchesSetting:
    'Pilots, since Azure has no test failover in this direction: `1, 10, rest` moves one machine, then ten, then the others.',
  RuleSetting: 'The rule this is about, for example `FB140`.',
  BecauseSetting: 'The reason, for whoever reviews it.',
  ByPersonSetting: 'Who says so.',
  UntilSetting: 'Until when it counts. A date alone lasts until its end, 23:59:59 UTC.',
  MachinesSetting: 'Machines, and groups of them, by name.',

  // Settings of machines
  OsSetting: 'Operating-system family, and the version in quotes.',
  SourceSetting: 'What the machine was before it failed over. Default: `vmware`.',
  ViaSetting: 'The appliance (modernized) or master target (classic) through which it comes home.',
  LocationSetting: 'Whether the old machine is still there. Default: `original`.',
  RecoveryPointSetting: 'The kind of recovery point the failover uses.',
  DatastoreSetting: 'Where its disks go.',
  HomeSetting: 'Another vCenter to come home to, when the old site is gone (modernized).',
  ItemSetting: 'The protected item, where several have the machine’s name: its name in the vault, or its ARM id.',
  ProcessServerSetting: 'The process server in Azure (classic).',
  ChurnSetting: 'How much data it changes, for sizing and for the estimate, for example `20 Mbps`.',
  SizeSetting: 'How much storage it takes, for example `500 GB`.',
  DeleteOldMachineSetting: 'Deletes the old on-premises machine before reprotect. There is no way back from that.',
  RunAsSetting: 'The run-as account, by the name shown in the vault. Never a password.',
  PolicySetting: 'The replication policy to protect again with, by name.',
  FailbackPolicySetting: 'The policy for the way back, by name.',
  ExcludedDisksSetting: 'Disks that were not replicated and will be missing at home.',
  PortGroupSetting: 'The port group to connect to.',
  AddressSetting: 'Its address or DNS name.',
  DiskKindSetting: 'What the disk is.',
  OnFailureSetting: 'What the others do when one machine fails.',

  // Settings of waves and moments
  AfterSetting: 'Waves of this file whose cutover comes first.',
  WindowSetting: 'When the cutover may happen: `2026-12-05T20:00+01:00 for 4 h`.',
  AtMostSetting: 'At most so many machines between the start of a failover and its verification.',
  ApproversSetting: 'Who may give it. `by:` one of them suffices; `by all:` each of them must.',
  ExpirySetting:
    'How long it waits. A probe that got no good answer by then has failed; an approval that nobody gave is asked anew, and told.',
  SignedSetting:
    'Whether only answers count that people signed with their SSH key (`failback approve --sign`); the keys stand in the file that `review { signers: }` names. Default: `false`.',
  SecondPersonSetting:
    'Whether whoever started the run may not answer. A typed name proves little, so it goes with `signed: true`. Default: `false`.',
  HoldSetting: 'Waits this long after the stage before, for example to let the machines soak.',
  BackupSetting: 'A person confirms a backup no older than this: `backup: within 24 h`.',
  ProfileSetting: 'The profile, as declared by a `traffic-profile` block.',
  EndpointSetting: 'The endpoint to enable; the others are disabled.',
  TcpSetting: 'The machine to connect to, or a host in quotes. Needs `port:`.',
  HttpSetting: 'The URL to get.',
  PortSetting: 'The TCP port.',
  StatusSetting: 'The HTTP status that counts as success. Default: 200.',
  ScriptSetting: 'The script, relative to this file.',
  OnSetting: 'Where it runs. Default: `operator`.',
  InSetting:
    'Machines inside which it runs: before their failover by Azure’s run command, as root or SYSTEM; afterwards by VMware’s guest operations, as the `account:`.',
  TimeoutSetting: 'How long it may run, each time. Default: `30 min`.',
  TriesSetting:
    'How often it may be started while it ends with an error. Only for scripts that may run twice. Default: 1.',
  RemoveLeftoversSetting: 'What the Azure machines left behind and is to be removed.',

  // Settings of sites
  NameSetting: 'Its name where it lives; the declaration’s own name when not written.',
  SubscriptionSetting: 'The Azure subscription, by id.',
  ResourceGroupSetting: 'The resource group.',
  RegionSetting: 'The Azure region, for example `"westeurope"`.',
  LogStorageSetting:
    'The storage account for the logs of the way back, in the region of the machines: its name or ARM id.',
  AccountSetting:
    'The account to sign in with. Its password is asked for or taken from a keyring, and never written here.',
  FingerprintSetting:
    'SHA-256 fingerprint of the certificate that it must show, where no certificate authority vouches for it.',
  AuthoritySetting: 'The certificate authority that vouches for it: a PEM file, relative to this file.',
  VCenterSetting: 'The vCenter it belongs to.',
  HostSetting: 'The host it runs on.',
  DatastoresSetting: 'The datastores it reaches, read and write.',
  CapacitySetting: 'How much it holds, for example `20 TB`.',
  FreeSetting: 'How much is free.',
  DatastoreTypeSetting: 'What sort of datastore it is.',
  EmailSetting: 'Where to reach the person.',
  ProfileNameSetting: 'Its name in Traffic Manager; the declaration’s own name when not written.',
  WhereSetting: 'Where it stands. Default: `azure`.',
  NetworkSetting: 'The virtual network it stands in: its name or ARM id.',
  SubnetSetting: 'The subnet of that network in which it is created.',
  VmSizeSetting: 'The size of the machine that is created, for example `"Standard_D4s_v3"`.',
  AdministratorSetting:
    'Name of the administrator of the machine that is created. The password is asked for, never written here.',
  ComesWithSetting: 'The configuration server that it was installed with. Leave it out for one that stands apart.',
  ExistingSetting: 'Whether it is there already.',
  RemoveSetting: 'When it is removed: it costs money once the machines are home.',
  ThroughputSetting: 'How much it carries, for example `200 Mbps`.',
  TargetOsSetting: 'Its operating-system family; it serves machines of the same one.',
  RetentionDriveSetting: 'The volume that holds the change journal, for example `"R"` or `"/mnt/retention"`.',
  ConnectionKindSetting: 'What sort of line it is.',
  BandwidthSetting: 'How much it carries, for example `1 Gbps`.',

  // Words
  'ArchitectureWord.modernized': 'With a replication appliance.',
  'ArchitectureWord.classic': 'With configuration server, process server and master target. Retired since March 2026.',
  'OsFamily.windows': 'Windows.',
  'OsFamily.linux': 'Linux.',
  'SourceWord.vmware': 'A VMware virtual machine.',
  'SourceWord.physical': 'A physical server. It comes home as a VMware machine, if at all.',
  'LocationWord.original': 'The old machine is still there: only the delta travels, and its disks are written over.',
  'LocationWord.alternate': 'A new machine: everything is copied.',
  'RecoveryPointWord.crash-consistent': 'Modernized: the disks at one moment. Recommended.',
  'RecoveryPointWord.application-consistent':
    'Modernized: applications were asked to flush. It may be older, and then loses more.',
  'RecoveryPointWord.latest': 'Classic: the latest moment.',
  'RecoveryPointWord.latest-tag':
    'Classic: the latest application-consistent point. It may be older, and then loses more.',
  'RecoveryPointWord.custom': 'Classic: a point of your choice; write its id behind the word.',
  'DiskKindWord.vmdk': 'A virtual disk.',
  'DiskKindWord.rdm': 'A raw device mapping.',
  'DiskKindWord.iscsi': 'A disk that the guest reaches over iSCSI.',
  'OnFailureWord.hold': 'None commits until all are verified.',
  'OnFailureWord.continue': 'The others go on.',
  'OnWord.operator': 'On the machine where the run is.',
  'LeftoverWord.network-interfaces': 'Network interfaces of the Azure machines.',
  'LeftoverWord.public-addresses': 'Public addresses of the Azure machines.',
  'LeftoverWord.disks': 'Disks of the Azure machines.',
  'DatastoreTypeWord.vmfs': 'VMFS.',
  'DatastoreTypeWord.vsan': 'vSAN.',
  'DatastoreTypeWord.nfs': 'NFS.',
  'DatastoreTypeWord.vvol': 'Virtual volumes.',
  'WhereWord.azure': 'In Azure, in the network of the machines.',
  'WhereWord.on-premises': 'On the site.',
  'RemoveWord.after-failback': 'Once every machine is home.',
  'RemoveWord.never': 'It stays.',
  'ConnectionKindWord.site-to-site-vpn': 'A VPN between the sites.',
  'ConnectionKindWord.expressroute-private': 'ExpressRoute with private peering.',
  'ConnectionKindWord.expressroute-microsoft':
    'ExpressRoute with Microsoft peering, which does not serve replication back.',
  'YesOrNo.true': 'Yes.',
  'YesOrNo.false': 'No.',
  'StageWord.reprotect':
    'Replicate from Azure back to the site. It commits the failover to Azure, and powers off the old machine.',
  'StageWord.failover': 'Shut down the Azure machine and start the one at home.',
  'StageWord.commit': 'Make it final: the Azure machine is deleted.',
  'StageWord.protect': 'Protect the machine at home to Azure again.',
  'BatchSize.rest': 'All the others.',
};

/** What a block, a setting or a word of a choice means, as Markdown. */
export function documentationOf(rule: string, word?: string): string | undefined {
  return DOCUMENTATION[word === undefined ? rule : `${rule}.${word}`];
}

/** Every documented word, for the test that compares them with the grammar. */
export function documentedRules(): readonly string[] {
  return Object.keys(DOCUMENTATION);
}
