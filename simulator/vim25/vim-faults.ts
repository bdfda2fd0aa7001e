import type { VimFault } from './soap.ts';
import { object, reference, text } from './vim-value.ts';

/** The faults that a vCenter answers with, with its own words. */

export const notAuthenticated = (type: string, id: string): VimFault => ({
  message: 'The session is not authenticated.',
  detail: object('NotAuthenticated', { object: reference(type, id), privilegeId: text('System.View') }),
});

export const invalidLogin: VimFault = {
  message: 'Cannot complete login due to an incorrect user name or password.',
  detail: object('InvalidLogin', {}),
};

export const invalidProperty = (name: string): VimFault => ({
  message: '',
  detail: object('InvalidProperty', { name: text(name) }),
});

export const invalidArgument = (property: string): VimFault => ({
  message: `A specified parameter was not correct: ${property}`,
  detail: object('InvalidArgument', { invalidProperty: text(property) }),
});

export const managedObjectNotFound = (type: string, id: string): VimFault => ({
  message: `The object '${type}:${id}' has already been deleted or has not been completely created`,
  detail: object('ManagedObjectNotFound', { obj: reference(type, id) }),
});

export const methodNotFound = (type: string, method: string): VimFault => ({
  message: `Method ${method} is not known to the simulated ${type}.`,
  detail: object('MethodNotFound', { receiver: reference(type, ''), method: text(method) }),
});

export const invalidRequest: VimFault = {
  message: 'Unexpected element or malformed request.',
  detail: object('InvalidRequest', {}),
};

export const noPermission = (type: string, id: string, privilege: string): VimFault => ({
  message: 'Permission to perform this operation was denied.',
  detail: object('NoPermission', { object: reference(type, id), privilegeId: text(privilege) }),
});

export const invalidGuestLogin: VimFault = {
  message: 'Failed to authenticate with the guest operating system using the supplied credentials.',
  detail: object('InvalidGuestLogin', {}),
};

export const guestOperationsUnavailable: VimFault = {
  message: 'The guest operations agent could not be contacted.',
  detail: object('GuestOperationsUnavailable', {}),
};

export const invalidPowerState = (existing: string): VimFault => ({
  message: 'The attempted operation cannot be performed in the current state.',
  detail: object('InvalidPowerState', { requestedState: text('poweredOn'), existingState: text(existing) }),
});

export const fileFault = (type: 'FileNotFound' | 'FileAlreadyExists', file: string): VimFault => ({
  message: `${type === 'FileNotFound' ? 'File was not found' : 'The file already exists'}: ${file}`,
  detail: object(type, { file: text(file) }),
});

export const guestProcessNotFound = (pid: number): VimFault => ({
  message: 'No such process exists inside the guest.',
  detail: object('GuestProcessNotFound', { pid: text(String(pid)) }),
});
