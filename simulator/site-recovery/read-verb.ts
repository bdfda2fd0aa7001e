import { type Answer, armError } from '../arm/answer.ts';
import { textField } from '../arm/call.ts';
import type { MachineState } from '../estate/machine.ts';
import { providerOf } from '../estate/phase.ts';
import type { VerbInput } from '../estate/verb-input.ts';
import type { Verb } from '../estate/verbs.ts';
import type { Knobs } from '../knobs.ts';

/**
 * Reads the body of a POST on an item as the service would: what is missing or does not fit the item's provider is
 * answered with 400.
 */
export function readVerb(verb: Verb, body: unknown, state: MachineState, knobs: Knobs): VerbInput | Answer {
  switch (verb) {
    case 'failoverCommit':
    case 'failoverCancel':
      return { verb };
    case 'plannedFailover':
      return readPlannedFailover(body, state);
    case 'unplannedFailover':
      return readUnplannedFailover(body, state);
    case 'reProtect':
      return readReprotect(body, state, knobs);
  }
}

const details = ['properties', 'providerSpecificDetails'] as const;

function readPlannedFailover(body: unknown, state: MachineState): VerbInput | Answer {
  const wrong = wrongProvider(body, state.shown.instanceType);
  if (wrong !== undefined) return wrong;
  const recoveryPointType = textField(body, ...details, 'recoveryPointType');
  if (recoveryPointType === undefined) return missing('recoveryPointType');
  if (recoveryPointType !== 'CrashConsistent' && recoveryPointType !== 'ApplicationConsistent')
    return invalid(
      `The recovery point type '${recoveryPointType}' is not one of ApplicationConsistent, CrashConsistent.`,
    );
  return { verb: 'plannedFailover', recoveryPointType };
}

function readUnplannedFailover(body: unknown, state: MachineState): VerbInput | Answer {
  const wrong = wrongProvider(body, state.shown.instanceType);
  if (wrong !== undefined) return wrong;
  if (state.shown.instanceType !== 'InMage') return { verb: 'unplannedFailover', recoveryPointType: 'Latest' };
  const recoveryPointType = textField(body, ...details, 'recoveryPointType');
  if (recoveryPointType === undefined) return missing('recoveryPointType');
  if (!['LatestTime', 'LatestTag', 'Custom'].includes(recoveryPointType))
    return invalid(`The recovery point type '${recoveryPointType}' is not one of LatestTime, LatestTag, Custom.`);
  if (recoveryPointType !== 'Custom') return { verb: 'unplannedFailover', recoveryPointType };
  const recoveryPointId = textField(body, ...details, 'recoveryPointId');
  if (recoveryPointId === undefined) return missing('recoveryPointId');
  return { verb: 'unplannedFailover', recoveryPointType, recoveryPointId };
}

/**
 * Modernized inputs are named after the item's present provider, classic ones after the one that it is to have.
 * What each needs is in the swagger's `required`.
 */
function readReprotect(body: unknown, state: MachineState, knobs: Knobs): VerbInput | Answer {
  const provider = providerOf(state.shown.instanceType);
  if (provider === undefined) return invalid(`The provider '${state.shown.instanceType}' cannot be reprotected.`);
  const modernized = provider.architecture === 'modernized';
  const towards = provider.direction === 'forward' ? 'home' : 'azure';
  const expected = modernized ? state.shown.instanceType : towards === 'home' ? 'InMage' : 'InMageAzureV2';
  const wrong =
    wrongProvider(body, expected) ??
    wrongDirection(body, towards, modernized, knobs) ??
    required[expected]
      ?.map((name) => (textField(body, ...details, name) === undefined ? missing(name) : undefined))
      .find(Boolean);
  if (wrong !== undefined) return wrong;
  const read = (name: string) => textField(body, ...details, name);
  return {
    verb: 'reProtect',
    towards,
    reprotectAgentId: read('reprotectAgentId'),
    processServerId: read('processServerId'),
    masterTargetId: read('masterTargetId'),
    retentionDrive: read('retentionDrive'),
    datastore: read('datastoreName'),
    logStorageAccountId: read('logStorageAccountId'),
    policyId: read('policyId') ?? read('profileId'),
    runAsAccountId: read('runAsAccountId'),
  };
}

const required: Readonly<Record<string, readonly string[]>> = {
  InMageRcm: ['reprotectAgentId', 'datastoreName', 'logStorageAccountId'],
  InMageRcmFailback: ['processServerId', 'policyId'],
  InMage: ['masterTargetId', 'processServerId', 'retentionDrive', 'profileId'],
  InMageAzureV2: [],
};

function wrongProvider(body: unknown, expected: string): Answer | undefined {
  const given = textField(body, ...details, 'instanceType');
  if (given === undefined) return missing('providerSpecificDetails.instanceType');
  return given === expected
    ? undefined
    : invalid(`The provider specific input is of the type '${given}', but the item needs '${expected}'.`);
}

function wrongDirection(
  body: unknown,
  towards: 'home' | 'azure',
  modernized: boolean,
  knobs: Knobs,
): Answer | undefined {
  const given = textField(body, 'properties', 'failoverDirection');
  const expected = towards === 'azure' && modernized ? 'PrimaryToRecovery' : 'RecoveryToPrimary';
  if (towards === 'azure' && modernized) {
    if (given === undefined && knobs.protectDirection === 'required') return missing('failoverDirection');
    if (given !== undefined && knobs.protectDirection === 'refused')
      return invalid(`The failover direction '${given}' is not valid for this operation.`);
  }
  return given === undefined || given === expected
    ? undefined
    : invalid(`The failover direction '${given}' is not valid; '${expected}' is expected.`);
}

function missing(name: string): Answer {
  return armError(400, 'MissingRequiredParameter', `The request body is invalid: '${name}' is missing or empty.`);
}

function invalid(message: string): Answer {
  return armError(400, 'InvalidParameter', message);
}
