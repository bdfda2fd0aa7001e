import type { VmGroup } from '../generated/ast.ts';
import type { Token } from '../parser/token.ts';
import type { Anchor } from './anchor.ts';
import type { GroupFrame } from './group-frame.ts';
import { type GroupPart, linesOf, movePart } from './group-part.ts';
import type { GroupTree } from './group-tree.ts';
import { movedErrors, NO_ERRORS } from './moved-errors.ts';
import type { PieceErrors, UsedName } from './piece.ts';
import { PieceNode } from './piece-node.ts';
import type { ReadPiece } from './piece-reader.ts';

/** What an edit within a group changed: parts that took the place of others. */
export interface PartsChange {
  readonly before: GroupPiece;
  readonly gone: readonly GroupPart[];
  readonly came: readonly GroupPart[];
}

/** A long group of machines, read part by part. Its node is a new one after each edit; those of its parts are not. */
export class GroupPiece implements ReadPiece {
  readonly frame: GroupFrame;
  readonly parts: readonly GroupPart[];
  readonly imports = [];
  readonly blocks: readonly [VmGroup];
  readonly length: number;
  readonly lines: number;
  /** Undefined when the group was read anew. */
  readonly change: PartsChange | undefined;
  /** The parts with errors, in no order. */
  readonly #troubled: readonly GroupPart[];
  #source: string | undefined;
  #errors: PieceErrors | undefined;
  #settledAt: Anchor | undefined;

  static of(frame: GroupFrame, parts: readonly GroupPart[]): GroupPiece {
    return new GroupPiece(frame, parts, undefined);
  }

  private constructor(frame: GroupFrame, parts: readonly GroupPart[], change: PartsChange | undefined) {
    this.frame = frame;
    this.parts = parts;
    this.change = change;
    this.#troubled =
      change === undefined
        ? parts.filter(hasErrors)
        : [...change.before.#troubled.filter((part) => !change.gone.includes(part)), ...change.came.filter(hasErrors)];
    this.length = frame.head.length + lengthOf(parts) + frame.tail.length;
    this.lines = frame.headLines + linesOf(parts) + frame.tailLines;
    this.blocks = [this.#group()];
  }

  get anchor(): Anchor {
    return this.frame.anchor;
  }

  get tree(): GroupTree {
    return this.frame.tree;
  }

  get source(): string {
    this.#source ??= `${this.frame.head}${this.parts.map((part) => part.source).join('')}${this.frame.tail}`;
    return this.#source;
  }

  get names(): readonly UsedName[] {
    return this.parts.flatMap((part) => part.names);
  }

  /** Of all parts, counted from where the piece begins. */
  get errors(): PieceErrors {
    this.#errors ??= this.#allErrors();
    return this.#errors;
  }

  /** Where the lines behind the last part begin. */
  get bodyEnd(): number {
    return this.anchor.offset + this.length - this.frame.tail.length;
  }

  /** The group with other parts in the place of some. */
  withParts(from: number, to: number, came: readonly GroupPart[]): GroupPiece {
    const gone = new Set(this.parts.slice(from, to));
    const added = came.filter((part) => !gone.delete(part));
    const parts = this.parts.toSpliced(from, to - from, ...came);
    return new GroupPiece(this.frame, parts, { before: this, gone: [...gone], came: added });
  }

  /** Says of each part where it begins, now that the piece begins where it does. */
  settle(): void {
    const { anchor, frame } = this;
    if (this.#settledAt?.offset === anchor.offset && this.#settledAt.line === anchor.line) return;
    this.#settledAt = { ...anchor };
    let offset = anchor.offset + frame.head.length;
    let line = anchor.line + frame.headLines;
    for (const part of this.parts) {
      movePart(part, offset, line);
      offset += part.source.length;
      line += part.lines;
    }
    frame.tailAnchor.offset = offset - frame.head.length;
    frame.tailAnchor.line = line - frame.headLines;
  }

  #group(): VmGroup {
    const { frame, parts } = this;
    const group = PieceNode.alike(frame.group);
    const members: VmGroup['members'] = [];
    const settings: VmGroup['settings'] = [];
    for (const part of parts) {
      for (const member of part.members) members.push(linked(member, group, 'members', members.length));
      for (const setting of part.settings) settings.push(linked(setting, group, 'settings', settings.length));
    }
    Object.assign(group, { name: frame.group.name, members, settings });
    frame.tree.hold(
      group,
      parts.map(({ tree }) => tree),
      () => this.source,
    );
    return group;
  }

  #allErrors(): PieceErrors {
    const troubled = this.#troubled.toSorted((one, other) => one.anchor.offset - other.anchor.offset);
    if (troubled.length === 0) return NO_ERRORS;
    const all = troubled.map((part) => this.#errorsOf(part));
    return {
      lexer: all.flatMap(({ lexer }) => lexer),
      outline: all.flatMap(({ outline }) => outline),
      parser: all.flatMap(({ parser }) => parser),
    };
  }

  #errorsOf(part: GroupPart): PieceErrors {
    const { errors } = part;
    const { line, offset } = this.anchor;
    const moved = movedErrors(errors, { line: part.anchor.line - line, offset: part.anchor.offset - offset });
    if (!part.wantsMore) return moved;
    // Only the last part may want more, and what it found instead is the brace that closes the group.
    const end = this.bodyEnd - offset;
    const closing = this.#closingBrace();
    for (const error of moved.parser) if (error.token.startOffset >= end) error.token = { ...error.token, ...closing };
    return moved;
  }

  /** Where the brace stands that closes the group, counted from where the piece begins. */
  #closingBrace(): Pick<Token, 'startOffset' | 'endOffset' | 'startLine' | 'endLine' | 'startColumn' | 'endColumn'> {
    const brace = this.frame.tree.closingBrace;
    const { line, character } = brace.range.start;
    const startOffset = brace.offset - this.anchor.offset;
    const startLine = line - this.anchor.line + 1;
    const startColumn = character + 1;
    return {
      startOffset,
      endOffset: startOffset,
      startLine,
      endLine: startLine,
      startColumn,
      endColumn: startColumn,
    };
  }
}

function linked<N extends VmGroup['members'][number] | VmGroup['settings'][number]>(
  node: N,
  group: VmGroup,
  property: 'members' | 'settings',
  index: number,
): N {
  const place = node as { $container: unknown; $containerProperty?: string; $containerIndex?: number };
  place.$container = group;
  place.$containerProperty = property;
  place.$containerIndex = index;
  return node;
}

function hasErrors({ errors: { lexer, outline, parser } }: GroupPart): boolean {
  return lexer.length + outline.length + parser.length > 0;
}

function lengthOf(parts: readonly GroupPart[]): number {
  let length = 0;
  for (const { source } of parts) length += source.length;
  return length;
}
