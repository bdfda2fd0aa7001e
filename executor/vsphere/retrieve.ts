import { propertyPaths, type ReadType } from './property-paths.ts';
import { faultName } from './soap-message.ts';
import { VimFault } from './vim-fault.ts';
import type { VimSession } from './vim-session.ts';
import { at, type Ref, refOf, textOf } from './vim-value.ts';
import { XmlError, type XmlNode } from './xml-reader.ts';
import { element, reference } from './xml-text.ts';

/** A managed object with what was asked of it. */
export interface SeenObject {
  readonly ref: Ref;
  /** Undefined: not set, or not to be had. */
  value(path: string): XmlNode | undefined;
  /** Why a path could not be read; the path is set or not, nobody knows. */
  readonly missing: ReadonlyMap<string, string>;
}

const PAGE = 500;
/** Four times the machines that one vCenter may hold. */
const MOST_OBJECTS = 200_000;
const MOST_EMPTY_PAGES = 20;

/** Hands over every object of a type, page after page; with other paths than a capture's where somebody wants less. */
export async function retrieveAll(
  session: VimSession,
  type: ReadType,
  each: (object: SeenObject) => void,
  paths: readonly string[] = propertyPaths[type],
): Promise<void> {
  const { viewManager, rootFolder } = session.content;
  const parameters = reference('container', rootFolder) + element('type', type) + element('recursive', true);
  const [created] = await session.call('CreateContainerView', viewManager, parameters);
  const view = refOf(created);
  if (view === undefined) throw new XmlError('it makes no view');
  try {
    await retrieve(session, [through(view)], type, each, paths);
  } finally {
    await session.release('DestroyView', view);
  }
}

/** Hands over single objects that are known already. */
export async function retrieveThese(
  session: VimSession,
  refs: readonly Ref[],
  type: ReadType,
  each: (object: SeenObject) => void,
): Promise<void> {
  if (refs.length === 0) return;
  const objects = refs.map((ref) => `<objectSet>${reference('obj', ref)}</objectSet>`);
  await retrieve(session, objects, type, each, propertyPaths[type]);
}

function through(view: Ref): string {
  return `<objectSet>${reference('obj', view)}<skip>true</skip><selectSet xsi:type="TraversalSpec"><name>view</name><type>${view.type}</type><path>view</path><skip>false</skip></selectSet></objectSet>`;
}

async function retrieve(
  session: VimSession,
  objects: readonly string[],
  type: ReadType,
  each: (object: SeenObject) => void,
  wanted: readonly string[],
): Promise<void> {
  const { propertyCollector } = session.content;
  const paths = wanted.map((path) => element('pathSet', path)).join('');
  const spec = `<specSet><propSet><type>${type}</type><all>false</all>${paths}</propSet>${objects.join('')}</specSet><options><maxObjects>${PAGE}</maxObjects></options>`;
  const seen = new Set<string>();
  const handing = {
    inside: 'returnval',
    name: 'objects',
    take(node: XmlNode) {
      const found = seenObject(node);
      if (seen.has(fold(found.ref))) throw new XmlError(`it shows '${found.ref.id.slice(0, 80)}' twice`);
      seen.add(fold(found.ref));
      each(found);
    },
  };
  let token: string | undefined;
  try {
    let [result] = await session.call('RetrievePropertiesEx', propertyCollector, spec, handing);
    let known = 0;
    let empty = 0;
    for (;;) {
      token = textOf(at(result, 'token'));
      if (token === undefined) return;
      empty = seen.size === known ? empty + 1 : 0;
      known = seen.size;
      if (empty > MOST_EMPTY_PAGES || known > MOST_OBJECTS) throw new XmlError('its pages never end');
      const next = element('token', token);
      [result] = await session.call('ContinueRetrievePropertiesEx', propertyCollector, next, handing);
    }
  } catch (error) {
    if (token !== undefined)
      await session.release('CancelRetrievePropertiesEx', propertyCollector, element('token', token));
    throw error;
  }
}

function seenObject(object: XmlNode): SeenObject {
  const ref = refOf(at(object, 'obj'));
  if (ref === undefined) throw new XmlError('it shows an object that is none');
  const values = new Map<string, XmlNode>();
  const missing = new Map<string, string>();
  for (const part of object.children) {
    const path = at(part, part.name === 'propSet' ? 'name' : 'path')?.text ?? '';
    if (part.name === 'propSet') {
      const value = at(part, 'val');
      if (value === undefined) missing.set(path, 'no value came with it');
      else values.set(path, value);
    } else if (part.name === 'missingSet') {
      const fault = at(part, 'fault', 'fault');
      const name = fault === undefined ? 'no reason was given' : faultName(fault);
      if (name === 'NotAuthenticated') throw new VimFault(name, '', fault);
      missing.set(path, name);
    }
  }
  return { ref, value: (path) => values.get(path), missing };
}

/** Ids are compared without case. */
export function fold({ type, id }: Ref): string {
  return `${type}:${id}`.toLowerCase();
}
