/** A failure as the service tells it: code, message, causes and what to do. */
export interface JobFailure {
  readonly code: string;
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
  /** Task (by its number, from the last when negative) in which it shows. */
  readonly task: number;
}

/** Names that the messages of a failure mention. */
export interface FailureNames {
  readonly machine: string;
  readonly datastore: string | undefined;
  readonly host: string | undefined;
}

type FailureText = (names: FailureNames) => JobFailure;

/** A code that is told to occur, while no article that was read explains it. */
function unexplained(code: string, task: number): FailureText {
  return ({ machine }) => ({
    code,
    message: `The operation on the virtual machine '${machine}' failed.`,
    possibleCauses: 'Not published.',
    recommendedAction: 'Read the error details of the job in the portal, and try again once its cause is mended.',
    task,
  });
}

/**
 * The documented failures. Their numbers come from the troubleshooting article for the classic experience; the numbers
 * of modernized failures are published nowhere, so both architectures use these. The wording is this project's own.
 */
const documented: Readonly<Record<string, FailureText>> = {
  '95226': ({ machine }) => ({
    code: '95226',
    message: `Reprotection of the virtual machine '${machine}' failed because it could not reach the on-premises site.`,
    possibleCauses:
      'The mobility service on the Azure virtual machine is stopped, or the machine has no route to the addresses it needs.',
    recommendedAction:
      "Check that the service 'InMage Scout Application Service' (Linux: 'svagents') runs and that the machine reaches the site, then reprotect again.",
    task: 1,
  }),
  '78052': ({ machine, host }) => ({
    code: '78052',
    message: `Protection could not be completed for the virtual machine '${machine}'.`,
    possibleCauses: `A virtual machine with the same name is already on the host${host === undefined ? '' : ` '${host}'`}.`,
    recommendedAction:
      'Rename or remove the virtual machine with that name, or choose another host, then reprotect again.',
    task: -1,
  }),
  '78093': ({ machine }) => ({
    code: '78093',
    message: `The virtual machine '${machine}' is not running, is hung or is not accessible.`,
    possibleCauses: 'The Azure virtual machine is stopped, or its mobility service does not answer.',
    recommendedAction:
      'Start the Azure virtual machine, wait until its mobility service has registered, then try again.',
    task: 0,
  }),
  '8061': ({ machine, datastore }) => ({
    code: '8061',
    message: `The datastore${datastore === undefined ? '' : ` '${datastore}'`} chosen for '${machine}' is not accessible from the ESXi host.`,
    possibleCauses: 'The host does not mount the datastore, has no write access to it, or the datastore was renamed.',
    recommendedAction: 'Mount the datastore with read and write access, wait until it is discovered, then try again.',
    task: -1,
  }),
  '8038': ({ machine, host }) => ({
    code: '8038',
    message: `Failed to bring up the on-premises virtual machine '${machine}'.`,
    possibleCauses: `The host${host === undefined ? '' : ` '${host}'`} has not enough memory for it.`,
    recommendedAction: 'Free or add memory on the host, then start the failover again.',
    task: -1,
  }),
  '78253': ({ machine }) => ({
    code: '78253',
    message: `Protection could not be enabled for the virtual machine '${machine}'.`,
    possibleCauses: 'The replication policy is not mapped to the container, or is of the wrong direction.',
    recommendedAction: 'Associate the policy with the container, then try again.',
    task: 0,
  }),
  '28031': unexplained('28031', -1),
  '25037': unexplained('25037', -1),
};

/** Warnings that a job may carry although it succeeded. */
const warnings: Readonly<Record<string, FailureText>> = {
  '28175': ({ machine }) => ({
    code: '28175',
    message: `The VM name '${machine}' was modified to '${machine}-failback' to avoid name conflicts.`,
    possibleCauses: 'A virtual machine with that name exists already.',
    recommendedAction: 'No action is needed. Rename the virtual machine if its name matters.',
    task: -1,
  }),
};

export function failureOf(code: string, names: FailureNames): JobFailure | undefined {
  return documented[code]?.(names);
}

export function warningOf(code: string, names: FailureNames): JobFailure | undefined {
  return warnings[code]?.(names);
}

export const failureCodes: readonly string[] = Object.keys(documented);
export const warningCodes: readonly string[] = Object.keys(warnings);

/** A refusal inside a job for which no number is published. */
export function unnumberedFailure(code: string, message: string, recommendedAction: string): JobFailure {
  return {
    code,
    message,
    possibleCauses: 'The item was not in a state that allows the operation, or what it needs was not there.',
    recommendedAction,
    task: 0,
  };
}
