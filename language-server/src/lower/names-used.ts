import type { AstNode, Reference } from 'langium';
import { FailbackAstReflection } from '../generated/ast.ts';
import { type Namespace, namespaceOf } from '../names/namespaces.ts';
import type { Read, Reader, Reads } from './reads.ts';

/** A node of the grammar that holds one reference and nothing else. */
export interface ReferenceNode extends AstNode {
  readonly target?: Reference;
}

const reflection = new FailbackAstReflection();
const namespaces = new Map<string, Namespace | null>();

/** What the name in a reference is a name of; undefined for a node that is no reference. */
export function namespaceRead(node: AstNode): Namespace | undefined {
  const { $type } = node;
  const known = namespaces.get($type);
  if (known !== undefined) return known ?? undefined;
  const namespace = $type.endsWith('Reference')
    ? namespaceOf(reflection.getReferenceType({ container: node, property: 'target', reference: NO_REFERENCE }))
    : undefined;
  namespaces.set($type, namespace ?? null);
  return namespace;
}

const NO_REFERENCE = { ref: undefined, $refText: '' } as Reference;

/** The read of the name in a reference; undefined for a node that is no reference, or has no name yet. */
export function readOf(node: ReferenceNode, reads: Reads): Read | undefined {
  const namespace = namespaceRead(node);
  const written = node.target?.$refText;
  return namespace === undefined || !written ? undefined : reads.find(namespace, written.toLowerCase());
}

/** Notes that a name is used; undefined where there is none. What is said of a name that is known to be unknown is told at once. */
export function useName(node: ReferenceNode, reads: Reads, reader: Reader): Read | undefined {
  const namespace = namespaceRead(node);
  const written = node.target?.$refText;
  if (namespace === undefined || !written) return undefined;
  const read = reads.use(namespace, written);
  read.readers.add(reader);
  if (read.isResolved && read.declaration === undefined) reader.clueChanged();
  return read;
}
