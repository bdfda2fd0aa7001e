import type { AstNode, Reference } from 'langium';
import { FailbackAstReflection } from '../generated/ast.ts';
import { type Namespace, namespaceOf } from '../names/namespaces.ts';
import { eachNodeIn } from './nodes-in.ts';
import type { Read, Reader, Reads } from './reads.ts';

/** A node of the grammar that holds one reference and nothing else. */
export interface ReferenceNode extends AstNode {
  readonly target?: Reference;
}

/** A place where a name is used. */
export interface NameUsed {
  readonly node: ReferenceNode;
  readonly read: Read;
}

const reflection = new FailbackAstReflection();
const namespaces = new Map<string, Namespace | undefined>();

/** What the name in a reference is a name of; undefined for a node that is no reference. */
export function namespaceRead(node: AstNode): Namespace | undefined {
  const { $type } = node;
  if (!$type.endsWith('Reference')) return undefined;
  if (!namespaces.has($type)) {
    const type = reflection.getReferenceType({ container: node, property: 'target', reference: NO_REFERENCE });
    namespaces.set($type, namespaceOf(type));
  }
  return namespaces.get($type);
}

const NO_REFERENCE = { ref: undefined, $refText: '' } as Reference;

/**
 * Every name that stands below a node, whether lowering makes something of it or not: so nothing can be read that was
 * not noted. What `reads` answers undefined for is left to somebody else.
 */
export function namesUsedIn(
  node: AstNode,
  reads: Reads,
  reader: Reader,
  isOwn: (node: AstNode) => boolean,
): NameUsed[] {
  const used: NameUsed[] = [];
  eachNodeIn(node, (one) => {
    if (one !== node && !isOwn(one)) return false;
    const name = nameUsedAt(one, reads, reader);
    if (name !== undefined) used.push(name);
    return true;
  });
  return used;
}

export function nameUsedAt(node: ReferenceNode, reads: Reads, reader: Reader): NameUsed | undefined {
  const namespace = namespaceRead(node);
  const written = node.target?.$refText;
  if (namespace === undefined || !written) return undefined;
  const read = reads.use(namespace, written);
  read.readers.add(reader);
  return { node, read };
}
