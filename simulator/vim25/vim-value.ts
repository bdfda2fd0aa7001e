/**
 * Values as vim25 has them, and how they are written. Outside of an object (`val` of a property) every value says its
 * type; inside, only those whose type differs from the declared one, as a vCenter writes it.
 */

import type { Instant } from '../virtual-clock.ts';

export type Value = Leaf | Reference | DataObject | List;

export interface Leaf {
  readonly kind: 'leaf';
  readonly type: string;
  readonly text: string;
  /** It stands where anything is declared, so it says its type. */
  readonly typed?: true;
}

/** A managed object, by its type and id. */
export interface Reference {
  readonly kind: 'reference';
  readonly type: string;
  readonly id: string;
}

export interface DataObject {
  readonly kind: 'object';
  readonly type: string;
  /** It stands where a more general type is declared, so it says its own. */
  readonly derived: boolean;
  /** In the order of the WSDL, for a reader may insist on it. */
  readonly fields: Readonly<Record<string, Value | undefined>>;
}

export interface List {
  readonly kind: 'list';
  /** Type of its items, as the WSDL declares it. */
  readonly type: string;
  readonly items: readonly Value[];
}

export const text = (value: string): Leaf => ({ kind: 'leaf', type: 'xsd:string', text: value });
/**
 * The name of a managed entity, which vSphere keeps with three of its characters escaped.
 * @source vSphere Web Services API, ManagedEntity.name: "%, / and \\ are escaped as %25, %2f and %5c"
 */
export const entityName = (name: string): Leaf =>
  text(name.replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c'));
export const int = (value: number): Leaf => ({ kind: 'leaf', type: 'xsd:int', text: String(Math.round(value)) });
export const long = (value: number): Leaf => ({ kind: 'leaf', type: 'xsd:long', text: String(Math.round(value)) });
export const flag = (value: boolean): Leaf => ({ kind: 'leaf', type: 'xsd:boolean', text: String(value) });
export const moment = (at: Instant): Leaf => ({
  kind: 'leaf',
  type: 'xsd:dateTime',
  text: new Date(at).toISOString(),
});
/** A word of an enumeration. */
export const word = (type: string, value: string): Leaf => ({ kind: 'leaf', type, text: value });
export const reference = (type: string, id: string): Reference => ({ kind: 'reference', type, id });
export const object = (type: string, fields: DataObject['fields']): DataObject => ({
  kind: 'object',
  type,
  derived: false,
  fields,
});
export const derived = (type: string, fields: DataObject['fields']): DataObject => ({
  kind: 'object',
  type,
  derived: true,
  fields,
});
export const list = (type: string, items: readonly Value[]): List => ({ kind: 'list', type, items });
export const references = (items: readonly Reference[]): List => list('ManagedObjectReference', items);

/** Writes what is there; undefined stays undefined, as an optional property that is not set. */
export function given<T>(value: T | undefined, write: (value: T) => Value): Value | undefined {
  return value === undefined ? undefined : write(value);
}

/** Writes a value as an element, or several for a list inside an object. */
export function writeValue(name: string, value: Value | undefined): string {
  if (value === undefined) return '';
  if (value.kind === 'list') return value.items.map((item) => writeValue(name, item)).join('');
  return writeOne(
    name,
    value,
    (value.kind === 'object' && value.derived) || (value.kind === 'leaf' && value.typed === true),
  );
}

/** Writes a value where anything may stand, so with its type. */
export function writeAny(name: string, value: Value): string {
  if (value.kind !== 'list') return writeOne(name, value, true);
  const element = value.type.replace(/^xsd:/, '');
  const type = `ArrayOf${element.charAt(0).toUpperCase()}${element.slice(1)}`;
  const items = value.items.map((item) =>
    item.kind === 'reference' ? writeOne(element, item, true) : writeValue(element, item),
  );
  return `<${name} xsi:type="${type}">${items.join('')}</${name}>`;
}

function writeOne(name: string, value: Exclude<Value, List>, typed: boolean): string {
  switch (value.kind) {
    case 'leaf':
      return `<${name}${typed ? ` xsi:type="${value.type}"` : ''}>${escapeXml(value.text)}</${name}>`;
    case 'reference':
      return `<${name} type="${value.type}"${typed ? ' xsi:type="ManagedObjectReference"' : ''}>${escapeXml(value.id)}</${name}>`;
    case 'object': {
      const fields = Object.entries(value.fields).map(([key, field]) => writeValue(key, field));
      return `<${name}${typed ? ` xsi:type="${value.type}"` : ''}>${fields.join('')}</${name}>`;
    }
  }
}

/**
 * Control characters that XML 1.0 cannot carry at all become the replacement character; a carriage return would be read
 * as a line feed if it were not written as a reference.
 */
export function escapeXml(value: string): string {
  return (
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
