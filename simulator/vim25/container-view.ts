import { isA, type ManagedObject, type ObjectTree } from './managed-object.ts';
import { flag, list, type Reference, reference, references, text } from './vim-value.ts';

/** A view of what a container holds: its children, or all below them, of the types asked for. */
export function containerView(
  id: string,
  container: Reference,
  types: readonly string[],
  recursive: boolean,
  tree: ObjectTree,
): ManagedObject {
  const held = () =>
    tree.all.filter(
      ({ self }) =>
        self.id !== container.id &&
        (types.length === 0 || types.some((type) => isA(self.type, type))) &&
        (recursive ? isBelow(self.id, container.id, tree) : parentOf(self.id, tree) === container.id),
    );
  return {
    self: reference('ContainerView', id),
    properties: {
      container: () => container,
      recursive: () => flag(recursive),
      type: () => list('xsd:string', types.map(text)),
      view: () => references(held().map(({ self }) => self)),
    },
  };
}

function isBelow(id: string, container: string, tree: ObjectTree): boolean {
  if (container === tree.rootFolder.id) return true;
  for (let one = parentOf(id, tree); one !== undefined; one = parentOf(one, tree)) if (one === container) return true;
  return false;
}

function parentOf(id: string, tree: ObjectTree): string | undefined {
  const parent = tree.find(id)?.properties.parent?.();
  return parent?.kind === 'reference' ? parent.id : undefined;
}
