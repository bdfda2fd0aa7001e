import type { AstNode, LangiumDocument, RootCstNode } from 'langium';
import { withStretch } from '../../../core/stretch.ts';
import type { Block, File, Import, VmGroup } from '../generated/ast.ts';
import type { Named } from '../names/declared-names.ts';
import { FileNames } from '../names/file-names.ts';
import { type Stretch, UsedNames } from '../names/used-names.ts';
import type { ChangedRange } from './changed-ranges.ts';
import { cutAgain, cutWhole, type Replacement } from './cut-again.ts';
import type { EditedText } from './edited-text.ts';
import { FileTree } from './file-tree.ts';
import type { GroupPart } from './group-part.ts';
import { GroupPiece, type PartsChange } from './group-piece.ts';
import type { PieceReader, ReadPiece } from './piece-reader.ts';
import { WholeResult } from './whole-result.ts';

export type Child = (Import | Block) & AstNode;
type Linked = { -readonly [K in '$container' | '$containerProperty' | '$containerIndex']?: AstNode[K] };

/** A file as the pieces that its text was cut into. Its syntax tree is one object for as long as the file is open. */
export class PiecedFile {
  readonly file: File;
  readonly names: FileNames;
  readonly usedNames: UsedNames;
  readonly #reader: PieceReader;
  readonly #tree: FileTree;
  #pieces: readonly ReadPiece[];
  #text: EditedText;
  #trees: readonly RootCstNode[] | undefined;

  constructor(text: EditedText, reader: PieceReader) {
    this.#reader = reader;
    this.#text = text;
    this.#pieces = cutWhole(text.getText(), reader);
    this.file = { $type: 'File', imports: [], blocks: [] };
    this.#tree = new FileTree(this.file, { text: () => this.#text.getText(), trees: () => this.#treesNow() });
    Object.assign(this.file, { $cstNode: this.#tree });
    this.#adopt(this.#pieces, 0, this.#pieces);
    this.settle(0);
    this.names = new FileNames(this.file);
    this.usedNames = new UsedNames(() => stretchesOf(this.#pieces));
    text.wasRead();
  }

  get text(): EditedText {
    return this.#text;
  }

  /** Another list after each edit that changes any. */
  get pieces(): readonly ReadPiece[] {
    return this.#pieces;
  }

  /** The result for Langium, a new one each time. */
  result(): WholeResult {
    return new WholeResult(this);
  }

  /**
   * Takes the next version of the text, in one go: whoever looks afterwards sees text, tree and names of one moment.
   * Answers whether the imports changed.
   */
  update(text: EditedText): boolean {
    const changes = text.changesSince(this.#text);
    const replacements = this.cutAgain(changes, text);
    let areImportsTouched = false;
    for (const replacement of replacements) areImportsTouched = this.#replace(replacement) || areImportsTouched;
    this.#text = text;
    text.wasRead();
    const first = replacements.at(-1);
    if (first !== undefined) this.settle(first.from);
    return areImportsTouched;
  }

  protected cutAgain(changes: readonly ChangedRange[], text: EditedText): readonly Replacement[] {
    return cutAgain(this.#pieces, changes, text, this.#reader);
  }

  #replace({ from, to, pieces }: Replacement): boolean {
    const old = this.#pieces.slice(from, to);
    const kept = new Set(pieces);
    const gone = old.filter((piece) => !kept.delete(piece));
    const added = [...kept];
    if (gone.length === 0 && added.length === 0 && old.every((piece, index) => pieces[index] === piece)) return false;
    const within = changeWithin(gone, added);
    if (within === undefined) this.#forgetNames(gone);
    else this.exchangeNames(within);
    this.#adopt(pieces, from, old);
    this.#pieces = withStretch(this.#pieces, from, old.length, pieces);
    if (within === undefined) this.#takeNames(added);
    return gone.some((piece) => piece.imports.length > 0) || added.some((piece) => piece.imports.length > 0);
  }

  #forgetNames(pieces: readonly ReadPiece[]): void {
    for (const piece of pieces) this.names.remove(piece.blocks);
    this.usedNames.remove(stretchesOf(pieces));
  }

  #takeNames(pieces: readonly ReadPiece[]): void {
    for (const piece of pieces) this.names.add(piece.blocks);
    this.usedNames.add(stretchesOf(pieces));
  }

  /** The names of a long group where only some of its parts are others. */
  protected exchangeNames({ before, after, gone, came }: WithinGroup): void {
    this.names.removeEach(declarationsOf(before.blocks[0], gone));
    this.usedNames.remove(gone);
    this.names.addEach(declarationsOf(after.blocks[0], came));
    this.usedNames.add(came);
  }

  /** Puts what pieces hold in the place of what others held. */
  #adopt(pieces: readonly ReadPiece[], from: number, instead: readonly ReadPiece[]): void {
    for (const { tree } of pieces) if (tree !== undefined) tree.home = this.#tree;
    const isFirst = pieces === instead;
    for (const property of ['imports', 'blocks'] as const) {
      const childrenOf = (some: readonly ReadPiece[]): Child[] =>
        some.flatMap((piece): readonly Child[] => piece[property]);
      const gone = isFirst ? 0 : childrenOf(instead).length;
      const added = childrenOf(pieces);
      if (gone === 0 && added.length === 0) continue;
      const at = isFirst ? 0 : this.#indexOfChild(property, from);
      const children = withStretch<Child>(this.file[property], at, gone, added);
      Object.assign(this.file, { [property]: children });
      const end = gone === added.length ? at + gone : children.length;
      for (let index = at; index < end; index++) this.link(children[index], property, index);
    }
  }

  /** Index, in the file, of the first import or block that stands in a piece or behind it. */
  #indexOfChild(property: 'imports' | 'blocks', from: number): number {
    for (let index = from; index < this.#pieces.length; index++) {
      const [child] = this.#pieces[index]?.[property] ?? [];
      if (child !== undefined) return child.$containerIndex ?? 0;
    }
    return this.file[property].length;
  }

  protected link(child: Child | undefined, property: string, index: number): void {
    if (child === undefined) return;
    const linked = child as Linked;
    linked.$container = this.file;
    linked.$containerProperty = property;
    linked.$containerIndex = index;
  }

  /** Says of each piece where it begins. Adding up ten thousand numbers takes less than remembering which ones moved. */
  protected settle(from: number): void {
    this.#trees = undefined;
    const before = this.#pieces[from - 1];
    let offset = before === undefined ? 0 : before.anchor.offset + before.length;
    let line = before === undefined ? 0 : before.anchor.line + before.lines;
    for (let index = from; index < this.#pieces.length; index++) {
      const piece = this.#pieces[index];
      if (piece === undefined) continue;
      piece.anchor.offset = offset;
      piece.anchor.line = line;
      if (piece instanceof GroupPiece) piece.settle();
      offset += piece.length;
      line += piece.lines;
    }
  }

  #treesNow(): readonly RootCstNode[] {
    this.#trees ??= this.#pieces.flatMap((piece) => piece.tree ?? []);
    return this.#trees;
  }
}

/** What a document was read into; undefined for one that was made otherwise, say from a model. */
export function piecedFileOf(document: LangiumDocument): PiecedFile | undefined {
  return document.parseResult instanceof WholeResult ? document.parseResult.inPieces : undefined;
}

/** A long group before and after an edit within it. */
export interface WithinGroup extends PartsChange {
  readonly after: GroupPiece;
}

function changeWithin(gone: readonly ReadPiece[], added: readonly ReadPiece[]): WithinGroup | undefined {
  const [before] = gone;
  const [after] = added;
  if (gone.length !== 1 || added.length !== 1 || !(after instanceof GroupPiece)) return undefined;
  return after.change?.before === before && after.change !== undefined ? { ...after.change, after } : undefined;
}

function declarationsOf(group: VmGroup, parts: readonly GroupPart[]): readonly Named[] {
  const members = parts.flatMap((part) => part.members).filter(({ name }) => name !== undefined);
  return [group, ...members];
}

/** What uses names: parts of long groups, and pieces. */
function stretchesOf(pieces: readonly ReadPiece[]): readonly Stretch[] {
  return pieces.flatMap((piece): readonly Stretch[] => (piece instanceof GroupPiece ? piece.parts : [piece]));
}
