import type { XmlNode } from './xml-reader.ts';

/** What a server answered instead of a result, under vim25's own name for it: `InvalidLogin`, `NotAuthenticated`, … */
export class VimFault extends Error {
  readonly fault: string;
  /** What it says beyond its name, such as the privilege that is missing. */
  readonly detail: XmlNode | undefined;

  constructor(fault: string, message: string, detail: XmlNode | undefined) {
    super(message);
    this.fault = fault;
    this.detail = detail;
  }
}

/** Whether the session ended: after half an hour of silence, a restart, or because an administrator ended it. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof VimFault && error.fault === 'NotAuthenticated';
}
