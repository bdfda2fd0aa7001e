import { child, type Element, readXml } from './read-xml.ts';
import { type DataObject, escapeXml, writeValue } from './vim-value.ts';

/** A method that was called on a managed object. */
export interface VimCall {
  readonly method: string;
  /** `_this`: the managed object's type and id. */
  readonly type: string;
  readonly id: string;
  readonly arguments: Element;
}

/** A vim25 fault, as a method throws it. */
export interface VimFault {
  readonly message: string;
  /** Its type is the fault's name: `NotAuthenticated`, `InvalidProperty`, … */
  readonly detail: DataObject;
}

const OPENING =
  '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<soapenv:Body>\n';
const CLOSING = '\n</soapenv:Body>\n</soapenv:Envelope>';

/** Reads the call out of an envelope; undefined where there is none. */
export function readCall(text: string): VimCall | undefined {
  const envelope = readXml(text);
  if (envelope?.name !== 'Envelope') return undefined;
  const call = child(envelope, 'Body')?.children[0];
  if (call === undefined) return undefined;
  const self = child(call, '_this');
  return { method: call.name, type: self?.attributes.type ?? '', id: self?.text.trim() ?? '', arguments: call };
}

/** Name of the method in an envelope, read as cheaply as whoever only counts wants it. */
export function methodOf(text: string): string | undefined {
  return /<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(text)?.[1];
}

/** @param inner the elements inside the response, written already. */
export function writeResponse(method: string, inner: string): string {
  return `${OPENING}<${method}Response xmlns="urn:vim25">${inner}</${method}Response>${CLOSING}`;
}

export function writeFault({ message, detail }: VimFault): string {
  const name = `${detail.type}Fault`;
  const fields = Object.entries(detail.fields).map(([key, value]) => writeValue(key, value));
  const body = `<${name} xmlns="urn:vim25" xsi:type="${detail.type}">${fields.join('')}</${name}>`;
  return `${OPENING}<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${escapeXml(message)}</faultstring><detail>${body}</detail></soapenv:Fault>${CLOSING}`;
}
