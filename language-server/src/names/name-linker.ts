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
import { PieceNode } from '../pieces/piece-node.ts';

/**
 * Makes references that look their name up whenever they are asked. So nothing has to be linked when a file is read, and
 * nothing linked again when a declaration comes, goes or changes: a node that did not change sees what its names stand
 * for now.
 */
export class NameLinker extends DefaultLinker {
  /** `written`: where the name stands in the concrete tree; a number is its place there, so that no tree is made for it. */
  override buildReference(
    node: AstNode,
    property: string,
    written: CstNode | number | undefined,
    refText: string,
  ): Reference {
    return new NameReference(this, node, property, written, refText) as UsedName;
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
  readonly $refText: string;
  readonly #written: CstNode | number | undefined;
  readonly #linker: NameLinker;

  constructor(
    linker: NameLinker,
    container: AstNode,
    property: string,
    written: CstNode | number | undefined,
    refText: string,
  ) {
    this.#linker = linker;
    this.container = container;
    this.property = property;
    this.#written = written;
    this.$refText = refText;
  }

  get $refNode(): CstNode | undefined {
    const written = this.#written;
    return typeof written === 'number' ? PieceNode.partOf(this.container, written) : written;
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
