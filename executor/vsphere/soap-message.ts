import { VimFault } from './vim-fault.ts';
import { allAt, at, textOf } from './vim-value.ts';
import { type Handing, readXml, XmlError, type XmlNode } from './xml-reader.ts';

/** The oldest version in Site Recovery's support matrix; newer servers speak it too. */
export const SOAP_ACTION = 'urn:vim25/6.5';

/** A call as it goes over the wire. */
export function soapMessage(method: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><${method} xmlns="urn:vim25">${body}</${method}></soapenv:Body></soapenv:Envelope>`;
}

/**
 * What the server returned, one element each; none where it returned nothing.
 * @throws VimFault where it refused. @throws XmlError where it is no answer to this call.
 */
export function readSoapAnswer(method: string, text: string, handing?: Handing): readonly XmlNode[] {
  const envelope = readXml(text, handing);
  const body = envelope.name === 'Envelope' ? at(envelope, 'Body') : undefined;
  if (body === undefined) throw new XmlError('it is no SOAP');
  const fault = at(body, 'Fault');
  if (fault !== undefined) throw asVimFault(fault);
  const answer = at(body, `${method}Response`);
  if (answer === undefined) throw new XmlError(`it answers something else than ${method}`);
  return allAt(answer, 'returnval');
}

function asVimFault(fault: XmlNode): VimFault {
  const detail = at(fault, 'detail')?.children[0];
  const message = textOf(at(fault, 'faultstring')) ?? '';
  return new VimFault(detail === undefined ? 'RuntimeFault' : faultName(detail), message.slice(0, 300), detail);
}

/** Faults carry their type; where one does not, the element is named for it. */
export function faultName(detail: XmlNode): string {
  return (detail.type ?? detail.name.replace(/Fault$/, '')).slice(0, 100);
}
