import type { LangiumDocument, URI } from 'langium';
import { withStretch } from '../../../core/stretch.ts';
import type { Declaration, Duplicates } from '../check/check-duplicates.ts';
import { checkImports, checkOnlyOne, type ImportableFile } from '../check/check-imports.ts';
import { isUnclosed, withNestedTold } from '../check/check-nesting.ts';
import { checkSyntax } from '../check/check-syntax.ts';
import { checkTexts } from '../check/check-texts.ts';
import { isPlainSource } from '../check/plain-source.ts';
import type { Block, File, Import, Member } from '../generated/ast.ts';
import type { Named, NameTable } from '../names/declared-names.ts';
import { namespaceOf } from '../names/namespaces.ts';
import { type Piece, piecesOf } from '../pieces/piece.ts';
import type { Agenda } from './agenda.ts';
import { changeOf } from './change-of.ts';
import { Clues } from './clues.ts';
import { KeptBlock, type KeptNode } from './kept-block.ts';
import { KeptDefaults, KeptGroup, type KeptMember, KeptVm } from './kept-group.ts';
import type { Inherited, Said } from './lower-machines.ts';
import { type ReferenceNode, readOf } from './names-used.ts';
import { ProblemList } from './problem-list.ts';
import { Reads } from './reads.ts';
import type { TextProblem } from './text-problem.ts';
import type { ValueChanges } from './value-changes.ts';

/** What the files of one entry have in common. */
export interface Common {
  readonly agenda: Agenda;
  readonly duplicates: Duplicates;
  /** What was made of each declaration. */
  readonly made: Map<Named, unknown>;
}

/** What is kept of one text: its blocks in their order, the names that they use, and what is wrong outside of blocks. */
export class KeptFile implements ImportableFile {
  readonly uri: string;
  readonly place: URI;
  readonly isEntry: boolean;
  readonly agenda: Agenda;
  readonly reads = new Reads();
  readonly clues = new Clues();
  /** By node, so that a member is found again in a group that was typed again. */
  readonly members = new Map<Member, KeptMember>();
  /** The blocks and members that something is wrong with. */
  readonly told = new Set<KeptNode<Block | Member>>();
  /** Position among the files; the entry is the first. */
  order = 0;
  /** What `defaults vm` says. */
  usual: Said | undefined;
  /** What the machines that stand alone inherited last. */
  inherited: Inherited | undefined;
  names: NameTable;
  blocks: readonly KeptBlock[] = [];
  imports: readonly Import[] = [];
  readonly #common: Common;
  #nodes: readonly Block[] = [];
  readonly #byType = new Map<string, readonly KeptBlock[]>();
  #pieces: readonly Piece[] = [];
  /** Blocks that came with a text in which nothing about quotes or documentation is to be looked at. */
  #plain: ReadonlySet<Block> = NO_BLOCKS;
  readonly #syntax = new Map<Piece, readonly TextProblem[]>();
  /** Whether a block seemed never to be closed when problems were told last. */
  #hasUnclosed = false;
  #importTexts: readonly TextProblem[] = [];
  #importTargets: readonly TextProblem[] = [];

  constructor(document: LangiumDocument<File>, isEntry: boolean, names: NameTable, common: Common) {
    this.uri = document.uri.toString();
    this.place = document.uri;
    this.isEntry = isEntry;
    this.names = names;
    this.agenda = common.agenda;
    this.#common = common;
  }

  /** Takes over what the text is now. Answers what came and went: types of blocks; and whether the imports did. */
  take(
    document: LangiumDocument<File>,
    changes: ValueChanges,
  ): { readonly types: ReadonlySet<string>; readonly imports: boolean } {
    const { blocks, imports } = document.parseResult.value;
    this.#takePieces(piecesOf(document));
    const isImportChanged =
      imports.length !== this.imports.length || imports.some((one, index) => one !== this.imports[index]);
    if (isImportChanged) this.#takeImports([...imports]);
    const types = this.#takeBlocks(blocks, changes);
    this.#plain = NO_BLOCKS;
    return { types, imports: isImportChanged };
  }

  /** The blocks of a type, in the order of the text. */
  ofType(type: string): readonly KeptBlock[] {
    return this.#byType.get(type) ?? NONE;
  }

  /** What a reference of this file stands for. */
  valueOf(node: ReferenceNode): unknown {
    return readOf(node, this.reads)?.value;
  }

  get holdsRunbook(): boolean {
    return this.ofType('Runbook').length > 0;
  }

  /** Where the imports lead, and what a file may hold only once. */
  checkImports(find: (uri: string) => KeptFile | undefined): void {
    const problems = new ProblemList();
    checkImports(this, this.imports, find, problems);
    checkOnlyOne(this.ofType('Runbook').map(nodeOf), this.ofType('Defaults').map(nodeOf), problems);
    if (problems.found.length + this.#importTargets.length > 0) this.agenda.problemsChanged = true;
    this.#importTargets = problems.found;
  }

  addProblemsTo(all: TextProblem[]): void {
    const pieces = [...this.#syntax].sort(([one], [other]) => one.anchor.offset - other.anchor.offset);
    const outline = pieces.flatMap(([, problems]) => problems);
    this.#hasUnclosed = outline.some(isUnclosed);
    for (const problem of this.#hasUnclosed ? withNestedTold(outline, this.#nodes) : outline) all.push(problem);
    all.push(...this.#importTexts, ...this.#importTargets);
    const told = [...this.told].sort((one, other) => offsetOf(one) - offsetOf(other));
    for (const { problems } of told) problems.addTo(all);
  }

  forget(): void {
    for (const block of this.blocks) this.#forget(block);
    this.blocks = [];
    if (this.#syntax.size + this.#importTexts.length + this.#importTargets.length > 0)
      this.agenda.problemsChanged = true;
  }

  #takePieces(pieces: readonly Piece[]): void {
    const { gone, came } = changeOf(this.#pieces, pieces);
    if (gone.length + came.length === 0) return;
    if (this.#hasUnclosed) this.agenda.problemsChanged = true;
    for (const piece of gone) if (this.#syntax.delete(piece)) this.agenda.problemsChanged = true;
    const plain = new Set<Block>();
    for (const piece of came) {
      if (isPlain(piece)) for (const block of piece.blocks) plain.add(block);
      if (!hasErrors(piece)) continue;
      const problems = new ProblemList();
      checkSyntax(this.uri, piece, problems);
      if (problems.found.length === 0) continue;
      this.#syntax.set(piece, problems.found);
      this.agenda.problemsChanged = true;
    }
    this.#pieces = pieces;
    this.#plain = plain;
  }

  #takeImports(imports: readonly Import[]): void {
    const problems = new ProblemList();
    for (const imported of imports) checkTexts(imported, problems);
    if (problems.found.length + this.#importTexts.length > 0) this.agenda.problemsChanged = true;
    this.#importTexts = problems.found;
    this.imports = imports;
  }

  #takeBlocks(nodes: readonly Block[], changes: ValueChanges): ReadonlySet<string> {
    const { from, gone, came } = changeOf(this.#nodes, nodes);
    if (gone.length + came.length === 0) return NO_TYPES;
    const leaving = this.blocks.slice(from, from + gone.length);
    const staying = new Map(came.length === 0 ? [] : leaving.map((block) => [block.node as Block, block]));
    const entering = came.map((node) => staying.get(node) ?? this.#blockOf(node));
    const entered = new Set(entering);
    const types = new Set<string>();
    const exchange = exchangeOf(leaving, entering);
    if (exchange !== undefined && isSameGroup(exchange)) this.#exchange(exchange);
    else {
      for (const block of leaving) if (!entered.has(block)) this.#forget(block);
      for (const block of entering) this.#declare(block, staying.has(block.node as Block));
    }
    for (const { $type } of [...gone, ...came]) types.add($type);
    this.#nodes = nodes;
    this.blocks = withStretch(this.blocks, from, gone.length, entering);
    if (exchange !== undefined) changes.replaced(exchange.gone, exchange.came);
    for (const type of types) if (exchange === undefined) changes.touch(type);
    this.#listByType(types, exchange);
    return types;
  }

  #listByType(types: ReadonlySet<string>, exchange: ReturnType<typeof exchangeOf>): void {
    const lists = new Map<string, KeptBlock[]>([...types].map((type) => [type, []]));
    if (exchange === undefined) for (const block of this.blocks) lists.get(block.node.$type)?.push(block);
    for (const [type, list] of lists) {
      const before = this.ofType(type);
      this.#byType.set(type, exchange === undefined ? list : before.with(before.indexOf(exchange.gone), exchange.came));
    }
  }

  #blockOf(node: Block): KeptBlock {
    const isPlain = this.#plain.has(node);
    switch (node.$type) {
      case 'VmGroup':
        return new KeptGroup(node, this, isPlain);
      case 'Vm':
        return new KeptVm(node, this, isPlain);
      case 'Defaults':
        return new KeptDefaults(node, this, isPlain);
      default:
        return new KeptBlock(node, this, isPlain);
    }
  }

  /** Notes the names of a block; of one that only moved, since another one may be the first of its name now. */
  #declare(block: KeptBlock, isKnown: boolean): void {
    if (isKnown && !block.problems.isQuiet) this.agenda.problemsChanged = true;
    this.#declareOne(block, isKnown);
    if (block instanceof KeptGroup) for (const member of block.members) this.#declareOne(member, isKnown);
  }

  #declareOne(declaration: Declaration, isKnown: boolean): void {
    if (!isNamed(declaration)) return;
    if (isKnown) this.#common.duplicates.remove(declaration);
    this.#common.duplicates.add(declaration);
    this.agenda.declarationTouched(declaration.node);
  }

  #forget(block: KeptBlock): void {
    this.#forgetNode(block);
    if (block instanceof KeptGroup) this.#leave(block, block.members);
  }

  #forgetNode(node: KeptNode<Block | Member>): void {
    node.forget();
    this.#common.made.delete(node.node);
    this.#undeclare(node);
  }

  /** Takes members out of a group; those that another group has by now live on there. */
  #leave(group: KeptGroup, members: readonly KeptMember[]): void {
    for (const member of members) {
      if (member.group !== group) this.#undeclare(member);
      else {
        this.members.delete(member.node);
        this.#forgetNode(member);
      }
    }
  }

  /** A group in which something was typed: its other members stay as they are, and where they are. */
  #exchange({ gone, came }: { readonly gone: KeptGroup; readonly came: KeptGroup }): void {
    this.#forgetNode(gone);
    this.#leave(gone, came.gone);
    this.#declareOne(came, false);
    for (const member of came.came) this.#declareOne(member, false);
  }

  #undeclare(declaration: Declaration): void {
    if (!isNamed(declaration)) return;
    this.#common.duplicates.remove(declaration);
    this.agenda.declarationTouched(declaration.node);
  }
}

const NONE: readonly never[] = [];
const NO_TYPES: ReadonlySet<string> = new Set();
const NO_BLOCKS: ReadonlySet<Block> = new Set();

/** Not looked at in a long group in which somebody types: its text would have to be put together for it. */
function isPlain(piece: Piece): boolean {
  const read = piece as Piece & { readonly source?: string; readonly change?: unknown };
  return read.change === undefined && read.source !== undefined && isPlainSource(read.source);
}

function hasErrors({ errors: { lexer, outline, parser } }: Piece): boolean {
  return lexer.length + outline.length + parser.length > 0;
}

function isNamed({ node }: Declaration): boolean {
  return typeof node.name === 'string' && namespaceOf(node.$type) !== undefined;
}

function isSameGroup(exchange: { gone: KeptBlock; came: KeptBlock }): exchange is { gone: KeptGroup; came: KeptGroup } {
  const { gone, came } = exchange;
  return gone instanceof KeptGroup && came instanceof KeptGroup && came.before === gone;
}

/** One block that stands in the place of another of its type: what is typed within a block. */
function exchangeOf(leaving: readonly KeptBlock[], entering: readonly KeptBlock[]) {
  const [gone] = leaving;
  const [came] = entering;
  if (gone === undefined || came === undefined || leaving.length > 1 || entering.length > 1) return undefined;
  return gone !== came && gone.node.$type === came.node.$type ? { gone, came } : undefined;
}

function nodeOf({ node }: KeptBlock): Block {
  return node;
}

function offsetOf({ node }: KeptNode<Block | Member>): number {
  return node.$cstNode?.offset ?? 0;
}
