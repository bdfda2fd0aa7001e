import { isA, type ManagedObject, type ObjectTree } from './managed-object.ts';
import { readPath } from './property-path.ts';
import { child, childrenNamed, childText, type Element } from './read-xml.ts';

/** How to go on from an object of a type: the property that leads on, and the selections that hold from there. */
interface Traversal {
  readonly name: string | undefined;
  readonly type: string;
  readonly path: string;
  readonly skip: boolean;
  readonly next: readonly Element[];
}

/**
 * The objects that a filter's `objectSet` selects: each starting point unless it is skipped, and whatever the traversals
 * reach from there. An object is reached once, however many ways lead to it.
 * @returns the id of a starting point that does not exist, or the objects
 */
export function selectObjects(
  filter: Element,
  tree: ObjectTree,
  find: (id: string) => ManagedObject | undefined,
): { readonly missing: Element } | { readonly objects: readonly ManagedObject[] } {
  const chosen = new Map<string, ManagedObject>();
  for (const set of childrenNamed(filter, 'objectSet')) {
    const start = child(set, 'obj');
    const object = find(start?.text.trim() ?? '');
    if (object === undefined) return { missing: start ?? set };
    const named = namedTraversals(set);
    const seen = new Set<string>();
    const visit = (one: ManagedObject, skip: boolean, selections: readonly Element[]): void => {
      if (!skip) chosen.set(one.self.id, one);
      for (const traversal of selections.map((each) => traversalOf(each, named))) {
        if (traversal === undefined || !isA(one.self.type, traversal.type)) continue;
        const mark = `${one.self.id} ${traversal.type}.${traversal.path}`;
        if (seen.has(mark)) continue;
        seen.add(mark);
        for (const next of leadsTo(one, traversal.path, tree)) visit(next, traversal.skip, traversal.next);
      }
    };
    visit(object, childText(set, 'skip') === 'true', childrenNamed(set, 'selectSet'));
  }
  return { objects: [...chosen.values()] };
}

function leadsTo(object: ManagedObject, path: string, tree: ObjectTree): readonly ManagedObject[] {
  const found = readPath(object, path);
  if (found.kind !== 'value') return [];
  const { value } = found;
  const references = value.kind === 'list' ? value.items : [value];
  return references.flatMap((one) => (one.kind === 'reference' ? (tree.find(one.id) ?? []) : []));
}

/** A selection may stand for a traversal that is written elsewhere in the same set, so that a walk can go in circles. */
function namedTraversals(set: Element): ReadonlyMap<string, Traversal> {
  const named = new Map<string, Traversal>();
  const gather = (element: Element): void => {
    const traversal = written(element);
    if (traversal?.name !== undefined) named.set(traversal.name, traversal);
    for (const next of childrenNamed(element, 'selectSet')) gather(next);
  };
  for (const selection of childrenNamed(set, 'selectSet')) gather(selection);
  return named;
}

function traversalOf(selection: Element, named: ReadonlyMap<string, Traversal>): Traversal | undefined {
  return written(selection) ?? named.get(childText(selection, 'name') ?? '');
}

function written(selection: Element): Traversal | undefined {
  const type = childText(selection, 'type');
  const path = childText(selection, 'path');
  if (type === undefined || path === undefined) return undefined;
  return {
    name: childText(selection, 'name'),
    type,
    path,
    skip: childText(selection, 'skip') === 'true',
    next: childrenNamed(selection, 'selectSet'),
  };
}
