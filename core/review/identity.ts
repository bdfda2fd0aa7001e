import type {
  Appliance,
  Datastore,
  MasterTarget,
  Person,
  ProcessServer,
  TrafficProfile,
  Vault,
  VCenter,
} from '../runbook/runbook.ts';

/**
 * What a declared thing is outside the text: its name where it lives. A declaration may get another name, or another
 * file, and be the same thing; one that keeps its name and stands for something else is a change.
 */

export function vaultIdentity({ vaultName, subscription, resourceGroup }: Vault): string {
  return [subscription?.value, resourceGroup?.value, vaultName].filter((part) => part !== undefined).join('/');
}

export function vcenterIdentity({ name, address }: VCenter): string {
  return address?.value ?? name;
}

export function datastoreIdentity({ datastoreName, vcenter }: Datastore): string {
  return vcenter === undefined ? datastoreName : `${datastoreName} of ${vcenterIdentity(vcenter.value)}`;
}

export function targetIdentity(target: Appliance | MasterTarget): string {
  return target.kind === 'appliance' ? target.applianceName : target.targetName;
}

export function processServerIdentity({ serverName }: ProcessServer): string {
  return serverName;
}

export function profileIdentity({ profileName, resourceGroup }: TrafficProfile): string {
  return resourceGroup === undefined ? profileName : `${resourceGroup.value}/${profileName}`;
}

/** Two people may have one name; a mail address belongs to one. */
export function personIdentity({ name, fullName, email }: Person): string {
  return email ?? fullName ?? name;
}
