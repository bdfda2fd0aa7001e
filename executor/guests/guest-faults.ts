import { FailbackError } from '../../core/failback-error.ts';
import { faultOf } from '../vsphere/guest-operations.ts';
import { Cut, WrongStatus } from '../vsphere/soap-transport.ts';
import { VimFault } from '../vsphere/vim-fault.ts';
import { at, textOf } from '../vsphere/vim-value.ts';
import { XmlError } from '../vsphere/xml-reader.ts';

/** Why nothing could be done inside a guest, as a sentence. Undefined: that is no fault of the guest or the way to it, but a bug. */
export function sayGuestFault(error: unknown, machine: string, account: string): string | undefined {
  const fault = faultOf(error);
  switch (fault) {
    case undefined:
      if (error instanceof FailbackError) return `${error.message} ${error.remedy}`;
      return isAboutTheWay(error) ? `The connection failed: ${(error as Error).message}.` : undefined;
    case 'InvalidGuestLogin':
      return `'${machine}' does not take the account '${account}' with this password.`;
    case 'GuestOperationsUnavailable':
    case 'ToolsUnavailable':
      return `VMware Tools does not run inside '${machine}', so nothing can be started there.`;
    case 'InvalidPowerState':
    case 'InvalidState':
      return `'${machine}' is not on.`;
    case 'GuestPermissionDenied':
      return `'${account}' may not do inside '${machine}' what starting a script takes: write into its temporary folder and run a program.`;
    case 'NoPermission':
      return `The account of the vCenter lacks the privilege ${privilegeIn(error) ?? 'VirtualMachine.GuestOperations'} on '${machine}'.`;
    default:
      return `The vCenter refused: ${fault}.`;
  }
}

function privilegeIn(error: unknown): string | undefined {
  const fault = error instanceof VimFault ? error : (error as Error).cause;
  return fault instanceof VimFault ? textOf(at(fault.detail, 'privilegeId')) : undefined;
}

function isAboutTheWay(error: unknown): boolean {
  if (error instanceof Cut || error instanceof WrongStatus || error instanceof XmlError) return true;
  return (
    error instanceof Error && ('syscall' in error || /^(E|HPE_)[A-Z]/.test((error as { code?: string }).code ?? ''))
  );
}
