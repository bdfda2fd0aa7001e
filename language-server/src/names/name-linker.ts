import {
  type AstNode,
  type AstNodeDescription,
  type CstNode,
  DefaultLinker,
  type LangiumDocument,
  type LinkingError,
  type Reference,
} from 'langium';
import type { UsedName } from '../pieces/piece.ts';

/**
 * Makes references that look their name up whenever they are asked. So nothing has to be linked when a file is read, and
 * nothing linked again when a declaration comes, goes or changes: a node that did not change sees what its names stand
 * for now.
 */
export class NameLinker extends DefaultLinker {
  #gathered: UsedName[] = [];

  /** Answers also which references were made meanwhile. */
  gather<T>(read: () => T): { readonly result: T; readonly names: readonly UsedName[] } {
    this.#gathered = [];
    const result = read();
    return { result, names: this.#gathered.slice() };
  }

  override buildReference(node: AstNode, property: string, refNode: CstNode | undefined, refText: string): Reference {
    const made = new NameReference(this, node, property, refNode, refText);
    const reference = made as UsedName;
    this.#gathered.push(reference);
    return reference;
  }

  override async link(): Promise<void> {}

  override unlink(_document: LangiumDocument): void {}

  /** What a reference stands for now. */
  look(reference: NameReference): AstNodeDescription | LinkingError {
    const { container, property } = reference;
    return this.getCandidate({ reference: reference as UsedName, container, property });
  }
}

class NameReference {
  readonly container: AstNode;
  readonly property: string;
  readonly $refNode: CstNode | undefined;
  readonly $refText: string;
  readonly #linker: NameLinker;

  constructor(linker: NameLinker, container: AstNode, property: string, refNode: CstNode | undefined, refText: string) {
    this.#linker = linker;
    this.container = container;
    this.property = property;
    this.$refNode = refNode;
    this.$refText = refText;
  }

  get ref(): AstNode | undefined {
    return this.$nodeDescription?.node;
  }

  get $nodeDescription(): AstNodeDescription | undefined {
    const found = this.#linker.look(this);
    return 'message' in found ? undefined : found;
  }

  get error(): LinkingError | undefined {
    const found = this.#linker.look(this);
    return 'message' in found ? found : undefined;
  }
}
