import type { AstNode, CstNode, RootCstNode } from 'langium';
import type { Range } from 'vscode-languageserver-types';
import { firstVisible, lastVisible, spanOf } from './tree-nodes.ts';

/** What the tree of a file needs to know of it, as it stands now. */
interface FileNow {
  text(): string;
  trees(): readonly RootCstNode[];
}

/** The concrete syntax tree of a whole file: the trees of its pieces, side by side. */
export class FileTree implements RootCstNode {
  readonly astNode: AstNode;
  readonly hidden = false;
  readonly #now: FileNow;

  constructor(file: AstNode, now: FileNow) {
    this.astNode = file;
    this.#now = now;
  }

  get root(): RootCstNode {
    return this;
  }

  /** Holds the trees of its pieces. */
  get holder(): RootCstNode {
    return this;
  }

  get fullText(): string {
    return this.#now.text();
  }

  get text(): string {
    return this.fullText.slice(this.offset, this.end);
  }

  get content(): readonly CstNode[] {
    return this.#now.trees();
  }

  get offset(): number {
    return this.#first()?.offset ?? 0;
  }

  get end(): number {
    return this.#last()?.end ?? 0;
  }

  get length(): number {
    return this.end - this.offset;
  }

  get range(): Range {
    return spanOf(this.#first(), this.#last());
  }

  /** The first block or import; the first comment where there is none. */
  #first(): CstNode | undefined {
    const trees = this.#now.trees();
    const tree = trees.find((one) => one.content.some((node) => !node.hidden)) ?? trees[0];
    return firstVisible(tree?.content ?? []);
  }

  #last(): CstNode | undefined {
    const trees = this.#now.trees();
    const tree = trees.findLast((one) => one.content.some((node) => !node.hidden)) ?? trees.at(-1);
    return lastVisible(tree?.content ?? []);
  }
}
