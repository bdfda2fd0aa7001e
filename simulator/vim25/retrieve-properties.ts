import { isA, type ManagedObject, type ObjectTree } from './managed-object.ts';
import { readPath } from './property-path.ts';
import { child, childrenNamed, childText, type Element } from './read-xml.ts';
import { selectObjects } from './select-objects.ts';
import type { VimFault } from './soap.ts';
import { invalidArgument, invalidProperty, managedObjectNotFound } from './vim-faults.ts';
import { escapeXml, writeAny, writeValue } from './vim-value.ts';

/** Objects still to be told, each as its `ObjectContent` when its turn comes. */
export type Contents = readonly (() => string)[];

export type Retrieved =
  | { readonly kind: 'fault'; readonly fault: VimFault }
  | { readonly kind: 'contents'; readonly contents: Contents };

interface PropertySpec {
  readonly type: string;
  readonly all: boolean;
  readonly paths: readonly string[];
}

/** What the property collector answers to its filters: which objects, and which of their properties. */
export function retrieveProperties(
  call: Element,
  tree: ObjectTree,
  find: (id: string) => ManagedObject | undefined,
): Retrieved {
  const contents: (() => string)[] = [];
  for (const filter of childrenNamed(call, 'specSet')) {
    const specs = childrenNamed(filter, 'propSet').map(specOf);
    if (specs.length === 0) return { kind: 'fault', fault: invalidArgument('propSet') };
    const selected = selectObjects(filter, tree, find);
    if ('missing' in selected) {
      const { attributes, text } = selected.missing;
      return { kind: 'fault', fault: managedObjectNotFound(attributes.type ?? '', text.trim()) };
    }
    for (const object of selected.objects) {
      const spec = specs.find(({ type }) => isA(object.self.type, type));
      if (spec === undefined) continue;
      const invalid = spec.paths.find((path) => readPath(object, firstName(path)).kind === 'invalid');
      if (invalid !== undefined) return { kind: 'fault', fault: invalidProperty(invalid) };
      contents.push(() => contentOf(object, spec));
    }
  }
  return { kind: 'contents', contents };
}

/** How many objects a page may hold: what the client wants at most, and what the server gives at most. */
export function pageLength(call: Element, most: number): number {
  const wanted = Number(childText(child(call, 'options'), 'maxObjects') ?? Number.POSITIVE_INFINITY);
  return wanted > 0 ? Math.min(wanted, most) : most;
}

function specOf(element: Element): PropertySpec {
  return {
    type: childText(element, 'type') ?? '',
    all: childText(element, 'all') === 'true',
    paths: childrenNamed(element, 'pathSet').map(({ text }) => text.trim()),
  };
}

function firstName(path: string): string {
  return path.split(/[.[]/)[0] ?? '';
}

function contentOf(object: ManagedObject, { all, paths }: PropertySpec): string {
  const properties = (all ? Object.keys(object.properties) : paths).map((path) => {
    const found = readPath(object, path);
    return found.kind === 'value'
      ? `<propSet><name>${escapeXml(path)}</name>${writeAny('val', found.value)}</propSet>`
      : '';
  });
  return `<objects>${writeValue('obj', object.self)}${properties.join('')}</objects>`;
}
