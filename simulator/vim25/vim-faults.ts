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
