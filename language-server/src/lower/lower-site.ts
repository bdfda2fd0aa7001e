import type { AstNode } from 'langium';
import type {
  Appliance,
  ConfigurationServer,
  Connection,
  Datastore,
  Host,
  MasterTarget,
  Person,
  ProcessServer,
  SignIn,
  TrafficProfile,
  Vault,
  VCenter,
} from '../../../core/runbook/runbook.ts';
import * as ast from '../generated/ast.ts';
import { lowerKnownFacts } from './lower-known-facts.ts';
import type { Lowering } from './lowering.ts';
import { located, placeOfName } from './places.ts';
import { targetOfSetting, targetsOf } from './references.ts';
import { settingOf } from './settings.ts';

export function lowerVault(lowering: Lowering, node: ast.Vault): Vault {
  const { settings } = node;
  const declared = lowering.declared(node);
  return {
    ...declared,
    vaultName: lowering.text(settingOf(settings, ast.isNameSetting))?.value ?? declared.name,
    subscription: lowering.text(settingOf(settings, ast.isSubscriptionSetting)),
    resourceGroup: lowering.text(settingOf(settings, ast.isResourceGroupSetting)),
    region: lowering.text(settingOf(settings, ast.isRegionSetting)),
    logStorage: lowering.text(settingOf(settings, ast.isLogStorageSetting)),
    policy: lowering.text(settingOf(settings, ast.isPolicySetting)),
    failbackPolicy: lowering.text(settingOf(settings, ast.isFailbackPolicySetting)),
  };
}

export function lowerPerson(lowering: Lowering, node: ast.Person): Person {
  return {
    ...lowering.declared(node),
    fullName: lowering.text(settingOf(node.settings, ast.isNameSetting))?.value,
    email: lowering.text(settingOf(node.settings, ast.isEmailSetting))?.value,
  };
}

export function lowerTrafficProfile(lowering: Lowering, node: ast.TrafficProfile): TrafficProfile {
  return {
    ...lowering.declared(node),
    profileName: lowering.text(settingOf(node.settings, ast.isProfileNameSetting))?.value ?? node.name,
    resourceGroup: lowering.text(settingOf(node.settings, ast.isResourceGroupSetting)),
    subscription: lowering.text(settingOf(node.settings, ast.isSubscriptionSetting)),
  };
}

export function lowerVCenter(lowering: Lowering, node: ast.VCenter): VCenter {
  return {
    ...lowering.declared(node),
    address: lowering.text(settingOf(node.settings, ast.isAddressSetting)),
    ...signIn(lowering, node.settings),
    known: lowerKnownFacts(lowering, node.settings, 'vcenter'),
  };
}

export function lowerDatastore(lowering: Lowering, node: ast.Datastore): Datastore {
  const type = settingOf(node.settings, ast.isDatastoreTypeSetting);
  return {
    ...lowering.declared(node),
    datastoreName: lowering.text(settingOf(node.settings, ast.isNameSetting))?.value ?? node.name,
    vcenter: targetOfSetting(lowering, settingOf(node.settings, ast.isVCenterSetting)),
    capacity: lowering.quantity(settingOf(node.settings, ast.isCapacitySetting), 'storage'),
    free: lowering.quantity(settingOf(node.settings, ast.isFreeSetting), 'storage'),
    type: lowering.choice(type, ['vmfs', 'vsan', 'nfs', 'vvol']),
  };
}

export function lowerHost(lowering: Lowering, node: ast.Host): Host {
  return {
    ...lowering.declared(node),
    address: lowering.text(settingOf(node.settings, ast.isAddressSetting)),
    vcenter: targetOfSetting(lowering, settingOf(node.settings, ast.isVCenterSetting)),
    datastores: targetsOf(lowering, settingOf(node.settings, ast.isDatastoresSetting)?.values),
    ...signIn(lowering, node.settings),
    known: lowerKnownFacts(lowering, node.settings, 'host'),
  };
}

function signIn(lowering: Lowering, settings: readonly AstNode[]): SignIn {
  return {
    account: lowering.text(settingOf(settings, ast.isAccountSetting)),
    fingerprint: lowering.text(settingOf(settings, ast.isFingerprintSetting)),
    authority: lowering.text(settingOf(settings, ast.isAuthoritySetting)),
  };
}

export function lowerAppliance(lowering: Lowering, node: ast.Appliance): Appliance {
  return {
    kind: 'appliance',
    ...lowering.declared(node),
    applianceName: lowering.text(settingOf(node.settings, ast.isNameSetting))?.value ?? node.name,
    vcenter: targetOfSetting(lowering, settingOf(node.settings, ast.isVCenterSetting)),
    host: targetOfSetting(lowering, settingOf(node.settings, ast.isHostSetting)),
    datastores: targetsOf(lowering, settingOf(node.settings, ast.isDatastoresSetting)?.values),
    runAs: lowering.text(settingOf(node.settings, ast.isRunAsSetting)),
    known: lowerKnownFacts(lowering, node.settings, 'appliance'),
  };
}

export function lowerConfigurationServer(lowering: Lowering, node: ast.ConfigurationServer): ConfigurationServer {
  return {
    ...lowering.declared(node),
    serverName: nameInAzure(lowering, node),
    address: lowering.text(settingOf(node.settings, ast.isAddressSetting)),
    backup: lowering.quantity(settingOf(node.settings, ast.isBackupSetting), 'time'),
    vcenter: targetOfSetting(lowering, settingOf(node.settings, ast.isVCenterSetting)),
    known: lowerKnownFacts(lowering, node.settings, 'configuration server'),
  };
}

export function lowerProcessServer(lowering: Lowering, node: ast.ProcessServer): ProcessServer {
  const where = lowering.choice(settingOf(node.settings, ast.isWhereSetting), ['azure', 'on-premises']);
  return {
    ...lowering.declared(node),
    serverName: nameInAzure(lowering, node),
    where: where ?? located('azure', placeOfName(node)),
    network: lowering.text(settingOf(node.settings, ast.isNetworkSetting)),
    subnet: lowering.text(settingOf(node.settings, ast.isSubnetSetting)),
    resourceGroup: lowering.text(settingOf(node.settings, ast.isResourceGroupSetting)),
    vmSize: lowering.text(settingOf(node.settings, ast.isVmSizeSetting)),
    administrator: lowering.text(settingOf(node.settings, ast.isAdministratorSetting)),
    existing: lowering.yesOrNo(settingOf(node.settings, ast.isExistingSetting)),
    remove: lowering.choice(settingOf(node.settings, ast.isRemoveSetting), ['after-failback', 'never']),
    capacity: lowering.quantity(settingOf(node.settings, ast.isThroughputSetting), 'rate'),
    known: lowerKnownFacts(lowering, node.settings, 'process server'),
  };
}

export function lowerMasterTarget(lowering: Lowering, node: ast.MasterTarget): MasterTarget {
  return {
    kind: 'master-target',
    ...lowering.declared(node),
    targetName: nameInAzure(lowering, node),
    comesWith: targetOfSetting(lowering, settingOf(node.settings, ast.isComesWithSetting)),
    os: lowering.choice(settingOf(node.settings, ast.isTargetOsSetting), ['windows', 'linux']),
    host: targetOfSetting(lowering, settingOf(node.settings, ast.isHostSetting)),
    datastores: targetsOf(lowering, settingOf(node.settings, ast.isDatastoresSetting)?.values),
    retentionDrive: lowering.text(settingOf(node.settings, ast.isRetentionDriveSetting)),
    processServer: targetOfSetting(lowering, settingOf(node.settings, ast.isProcessServerSetting)),
    runAs: lowering.text(settingOf(node.settings, ast.isRunAsSetting)),
    known: lowerKnownFacts(lowering, node.settings, 'master target'),
  };
}

export function lowerConnection(lowering: Lowering, node: ast.Connection): Connection | undefined {
  const kind = settingOf(node.settings, ast.isConnectionKindSetting);
  if (kind === undefined)
    lowering.missing(node, 'kind', 'Whether it is a VPN or an ExpressRoute decides what may replicate over it.');
  const connectionKind = lowering.choice(kind, ['site-to-site-vpn', 'expressroute-private', 'expressroute-microsoft']);
  if (connectionKind === undefined) return undefined;
  return {
    ...lowering.declared(node),
    connectionName: nameInAzure(lowering, node),
    connectionKind,
    network: lowering.text(settingOf(node.settings, ast.isNetworkSetting)),
    bandwidth: lowering.quantity(settingOf(node.settings, ast.isBandwidthSetting), 'rate'),
  };
}

/** What Azure calls it, where that is not what the runbook calls it. */
function nameInAzure(lowering: Lowering, node: AstNode & { name: string; settings: readonly AstNode[] }): string {
  return lowering.text(settingOf(node.settings, ast.isNameSetting))?.value ?? node.name;
}
