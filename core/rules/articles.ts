import type { RuleSource } from './rule.ts';

type Article = Pick<RuleSource, 'article' | 'url'>;

const learn = (title: string, page: string): Article => ({
  article: title,
  url: `https://learn.microsoft.com/en-us/azure/site-recovery/${page}`,
});

const recorded = (article: string): Article => ({ article, url: undefined });

/** The sources that rules cite, by the names Microsoft gave them. Recordings are of Microsoft's own client tests. */
export const articles = {
  modernizedOverview: learn(
    'About on-premises disaster recovery failover and failback - modernized',
    'failover-failback-overview-modernized',
  ),
  modernizedTutorial: learn(
    'Fail over and fail back VMware VMs - modernized',
    'vmware-azure-tutorial-failover-failback-modernized',
  ),
  modernizedPhysical: learn(
    'Physical server to Azure disaster recovery architecture - modernized',
    'physical-server-azure-architecture-modernized',
  ),
  classicDeprecation: learn(
    'Deprecation of disaster recovery using Classic for VMware and physical machines',
    'vmware-physical-azure-classic-deprecation',
  ),
  classicOverview: learn(
    'About on-premises disaster recovery failover and failback - classic',
    'failover-failback-overview',
  ),
  reprotect: learn('Reprotect VMs from Azure to an on-premises site', 'vmware-azure-reprotect'),
  troubleshootReprotect: learn(
    'Troubleshoot failback to on-premises during VMware VM disaster recovery to Azure',
    'vmware-azure-troubleshoot-failback-reprotect',
  ),
  prepareFailback: learn('Prepare for reprotection and failback of VMware VMs', 'vmware-azure-prepare-failback'),
  linuxMasterTarget: learn(
    'Install a Linux master target server for failback to an on-premises site',
    'vmware-azure-install-linux-master-target',
  ),
  typesOfFailback: learn('Failback after disaster recovery of VMware VMs', 'concepts-types-of-failback'),
  failback: learn('Fail back VMware VMs/physical servers to the on-premises site', 'vmware-azure-failback'),
  supportMatrix: learn(
    'Support matrix for VMware/physical disaster recovery to Azure',
    'vmware-physical-azure-support-matrix',
  ),
  excludeDisks: learn('Exclude disks from disaster recovery', 'exclude-disks-replication'),
  prepareOnPremises: learn(
    'Prepare on-premises VMware servers for disaster recovery to Azure',
    'vmware-azure-tutorial-prepare-on-premises',
  ),
  processServerInAzure: learn(
    'Set up a process server in Azure for failback',
    'vmware-azure-set-up-process-server-azure',
  ),
  processServerHealth: learn('Monitor the process server', 'vmware-physical-azure-monitor-process-server'),
  expressRoute: learn('Azure ExpressRoute with Azure Site Recovery', 'concepts-expressroute-with-site-recovery'),
  recoveryPlans: learn('Create and customize recovery plans', 'site-recovery-create-recovery-plans'),
  trustedLaunch: learn('Azure Site Recovery support for Azure trusted launch virtual machines', 'concepts-trusted-vm'),
  applianceMatrix: learn(
    'Support matrix for the Azure Site Recovery replication appliance',
    'replication-appliance-support-matrix',
  ),
  switchAppliance: learn(
    'Switch Azure Site Recovery replication appliance - modernized',
    'switch-replication-appliance-modernized',
  ),
  deleteAppliance: learn('Remove an Azure Site Recovery replication appliance', 'delete-appliance'),
  privateEndpoints: learn(
    'Enable replication for on-premises machines with private endpoints',
    'hybrid-how-to-enable-replication-private-endpoints',
  ),
  roles: learn(
    'Manage Azure Site Recovery access with role-based access control',
    'site-recovery-role-based-linked-access-control',
  ),
  trafficManager: learn(
    'Azure Traffic Manager with Azure Site Recovery',
    'concepts-traffic-manager-with-site-recovery',
  ),
  moveToModernized: learn(
    'Move from classic to modernized VMware disaster recovery',
    'move-from-classic-to-modernized-vmware-disaster-recovery',
  ),
  commonQuestions: learn('Common questions - VMware to Azure replication', 'vmware-azure-common-questions'),
  failbackFromAzure: {
    article: 'Failback from Azure to on-premises (2016)',
    url: undefined,
  },
  plannedFailoverCmdlet: {
    article: 'Start-AzRecoveryServicesAsrPlannedFailoverJob',
    url: 'https://learn.microsoft.com/en-us/powershell/module/az.recoveryservices/start-azrecoveryservicesasrplannedfailoverjob',
  },
  limits: {
    article: 'Azure subscription and service limits, quotas, and constraints',
    url: 'https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits',
  },
  swagger: {
    article: 'Site Recovery REST specification (InMageRcmReprotectInput)',
    url: 'https://learn.microsoft.com/en-us/rest/api/site-recovery/replication-protected-items/reprotect',
  },
  fabricSwagger: {
    article: 'Site Recovery REST specification (VMwareDetails, MasterTargetServer)',
    url: 'https://learn.microsoft.com/en-us/rest/api/site-recovery/replication-fabrics/get',
  },
  recordedClassicReprotect: recorded('Recording V2ATestReprotect of azure-powershell'),
  recordedReprotect: recorded('Recording TestV2ARCMReprotect of azure-powershell'),
  recordedFailback: recorded('Recording TestV2ARCMFailback of azure-powershell'),
  recordedProtectAgain: recorded('Recording TestV2ARCM540Reprotect of azure-powershell'),
  recordedClassicFailback: recorded('Recording V2ATestFailback of azure-powershell'),
  cmdletProtectionDirection: recorded('Source of Update-AzRecoveryServicesAsrProtectionDirection in azure-powershell'),
  cmdletUnplannedFailover: recorded('Source of Start-AzRecoveryServicesAsrUnplannedFailoverJob in azure-powershell'),
  language: recorded('The language of failback runbooks'),
} as const satisfies Record<string, Article>;
