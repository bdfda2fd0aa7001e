import { whyClassicFailbackFails, whyClassicReprotectFails } from './classic-preconditions.ts';
import type { Estate } from './estate.ts';
import { type FailureNames, failureOf, type JobFailure, unnumberedFailure } from './job-failures.ts';
import { lockOn } from './locks.ts';
import type { Machine } from './machine.ts';
import { providerOf } from './phase.ts';
import { sameId } from './same-id.ts';
import type { VerbInput } from './verb-input.ts';

/** What stands in the way of a job from its first moment; undefined when nothing does. */
export function whyItFails(estate: Estate, machine: Machine, input: VerbInput): JobFailure | undefined {
  switch (input.verb) {
    case 'reProtect':
      return input.towards === 'home'
        ? whyReprotectFails(estate, machine, input)
        : whyProtectFails(estate, machine, input);
    case 'plannedFailover':
    case 'unplannedFailover':
      return whyFailoverFails(estate, machine, input);
    case 'failoverCommit':
      return whyCommitFails(estate, machine);
    case 'failoverCancel':
      return undefined;
  }
}

export function namesFor(estate: Estate, machine: Machine, datastore: string | undefined): FailureNames {
  const name = machine.item.friendlyName;
  return { machine: name, datastore, host: estate.siteMachine(name)?.host };
}

type ReprotectInput = Extract<VerbInput, { verb: 'reProtect' }>;

function whyReprotectFails(estate: Estate, machine: Machine, input: ReprotectInput): JobFailure | undefined {
  const names = namesFor(estate, machine, input.datastore);
  const vm = estate.azure.vm(machine.state.azureVmId);
  if (machine.state.azureVmId !== undefined && vm?.powerState !== 'running') return failureOf('78093', names);
  if (machine.architecture === 'classic')
    return wrongPolicy(estate, input.policyId, 'back')
      ? failureOf('78253', names)
      : whyClassicReprotectFails(estate, machine, input);
  const appliance = estate.inventory.appliances?.find((one) => sameId(one.reprotectAgentId, input.reprotectAgentId));
  if (appliance === undefined)
    return unnumberedFailure(
      'ReprotectAgentNotFound',
      `No appliance in the vault has the reprotect agent '${input.reprotectAgentId}'.`,
      'Choose an appliance that is registered in this vault and healthy.',
    );
  if (!appliance.accessibleDatastores.some((name) => sameId(name, input.datastore))) return failureOf('8061', names);
  const accounts = estate.inventory.storageAccounts;
  if (accounts !== undefined && !accounts.some((account) => sameId(account.id, input.logStorageAccountId)))
    return unnumberedFailure(
      'LogStorageAccountNotFound',
      `The log storage account '${input.logStorageAccountId}' was not found.`,
      'Choose a storage account in the region of the machine.',
    );
  return wrongPolicy(estate, input.policyId, 'back') ? failureOf('78253', names) : undefined;
}

function whyProtectFails(estate: Estate, machine: Machine, input: ReprotectInput): JobFailure | undefined {
  const names = namesFor(estate, machine, undefined);
  if (machine.architecture === 'classic')
    return wrongPolicy(estate, input.policyId, 'forward') ? failureOf('78253', names) : undefined;
  const known = estate.inventory.appliances?.some((one) => sameId(one.processServerId, input.processServerId));
  if (known !== true)
    return unnumberedFailure(
      'ProcessServerNotFound',
      `No appliance in the vault has the process server '${input.processServerId}'.`,
      'Choose an appliance that is registered in this vault and healthy.',
    );
  return wrongPolicy(estate, input.policyId, 'forward') ? failureOf('78253', names) : undefined;
}

function whyFailoverFails(
  estate: Estate,
  machine: Machine,
  input: Extract<VerbInput, { verb: 'plannedFailover' | 'unplannedFailover' }>,
): JobFailure | undefined {
  const missing = machine.state.healthErrors.some((error) => error.code === '531006');
  if ((input.recoveryPointType === 'ApplicationConsistent' || input.recoveryPointType === 'LatestTag') && missing)
    return unnumberedFailure(
      'AppConsistentRecoveryPointNotAvailable',
      `No application-consistent recovery point can be made for '${machine.item.friendlyName}'.`,
      'Fail over to a crash-consistent point, or mend the application-consistent ones first.',
    );
  const vm = estate.azure.vm(machine.state.azureVmId);
  const home = machine.state.phase === 'protected-back';
  const classic = machine.architecture === 'classic';
  const needsRunning = !classic || estate.knobs.classicFailoverOfStopped === 'fails';
  if (home && needsRunning && vm !== undefined && vm.powerState !== 'running')
    return failureOf('78093', namesFor(estate, machine, undefined));
  return home && classic ? whyClassicFailbackFails(estate, machine) : undefined;
}

/** The commit of a failback deletes the machine in Azure; a lock may forbid that. */
function whyCommitFails(estate: Estate, { state, item }: Machine): JobFailure | undefined {
  if (state.phase !== 'failed-back' || estate.knobs.commitUnderLock === 'leaves-vm') return undefined;
  const lock = state.azureVmId === undefined ? undefined : lockOn(estate.inventory, state.azureVmId, 'delete');
  if (lock === undefined) return undefined;
  const failure = unnumberedFailure(
    'ScopeLocked',
    `The virtual machine of '${item.friendlyName}' in Azure cannot be deleted, for '${lock.scope}' is locked.`,
    `Remove the lock '${lock.name}', then commit again.`,
  );
  return { ...failure, task: -1 };
}

/** A policy of the other direction, or one that no container is mapped to, cannot protect. */
function wrongPolicy(estate: Estate, policyId: string | undefined, direction: 'forward' | 'back'): boolean {
  const { policies, mappings } = estate.inventory;
  if (policyId === undefined || policies === undefined) return false;
  const policy = policies.find((one) => sameId(one.id, policyId));
  if (policy === undefined || providerOf(policy.instanceType)?.direction !== direction) return true;
  return mappings !== undefined && !mappings.some((mapping) => sameId(mapping.policyId, policyId));
}
