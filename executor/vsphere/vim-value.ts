import type { XmlNode } from './xml-reader.ts';

/** A managed object: `VirtualMachine` `vm-42`. */
export interface Ref {
  readonly type: string;
  readonly id: string;
}

/** Years before it mean "no time". */
const FIRST_REAL_YEAR = 1990;

/** What stands at a path below an element: `runtime`, `powerState`. The first one, where there are several. */
export function at(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let found = node;
  for (const name of path) found = found?.children.find((child) => child.name === name);
  return found;
}

/** All children of a name: a list is an element that is repeated. */
export function allAt(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

/** The items of a value that is an array: whatever their elements are called. */
export function itemsOf(node: XmlNode | undefined): readonly XmlNode[] {
  return node?.children ?? [];
}

/** A text that says something. Copied, so that a name does not keep the answer alive that it was cut from. */
export function textOf(node: XmlNode | undefined): string | undefined {
  const text = node?.text;
  return text === undefined || text === '' ? undefined : ` ${text}`.slice(1);
}

/** A word of a closed choice; undefined where it is none of them. */
export function wordOf(node: XmlNode | undefined, known: ReadonlySet<string>): string | undefined {
  const word = node?.text?.trim();
  return word !== undefined && known.has(word) ? textOf(node)?.trim() : undefined;
}

export function numberOf(node: XmlNode | undefined): number | undefined {
  const text = node?.text?.trim();
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function booleanOf(node: XmlNode | undefined): boolean | undefined {
  const text = node?.text?.trim();
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return undefined;
}

/** A moment, in UTC; undefined where the server writes none or a year that was none. */
export function momentOf(node: XmlNode | undefined): string | undefined {
  const text = node?.text?.trim();
  if (text === undefined || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < FIRST_REAL_YEAR ? undefined : moment.toISOString();
}

export function refOf(node: XmlNode | undefined): Ref | undefined {
  const id = textOf(node);
  const type = node?.refersTo;
  return id === undefined || type === undefined ? undefined : { type, id };
}

/**
 * A name as people wrote it. vSphere keeps `/`, `\` and `%` escaped in the names of things in its inventory.
 * @source vSphere Web Services API, ManagedEntity.name: "%, / and \ are escaped as %25, %2f and %5c"
 */
export function nameOf(node: XmlNode | undefined): string | undefined {
  return textOf(node)?.replace(/%(2f|5c|25)/gi, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
