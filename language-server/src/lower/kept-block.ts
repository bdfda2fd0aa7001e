import type { AstNode } from 'langium';
import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import type { Declaration } from '../check/check-duplicates.ts';
import { checkPeople } from '../check/check-people.ts';
import { checkReference } from '../check/check-references.ts';
import { checkSettings } from '../check/check-settings.ts';
import { checkTexts } from '../check/check-texts.ts';
import { type Block, isMachinesSetting, type MachinesSetting } from '../generated/ast.ts';
import type { Named } from '../names/declared-names.ts';
import { type Phase, phaseOf } from './block-kinds.ts';
import type { KeptFile } from './kept-file.ts';
import type { Stale } from './kept-machine.ts';
import { KeptProblems } from './kept-problems.ts';
import type { Meanings } from './lowering.ts';
import { MachineList } from './machine-list.ts';
import { type ReferenceNode, readOf, useName } from './names-used.ts';
import { eachNodeIn } from './nodes-in.ts';
import { ProblemList } from './problem-list.ts';
import type { Reader } from './reads.ts';
import type { TextProblem } from './text-problem.ts';

/**
 * A block of a text, or a member of a group, as it stands: what it reads of others, what was made of it, what is wrong
 * with it. It lives as long as its node, which is as long as its text is not typed again. Ten thousand of them are kept, so
 * what can be read from the node again is not kept beside it.
 */
export abstract class KeptNode<N extends AstNode> implements Reader, Declaration, Meanings {
  readonly node: N & Named;
  readonly file: KeptFile;
  /** Whether its text is known to have no `///` and nothing wrong with its quotes. */
  readonly isPlain: boolean;
  #problems: KeptProblems | undefined;
  stale: Stale = 'text';

  constructor(node: N, file: KeptFile, isPlain: boolean) {
    this.node = node as N & Named;
    this.file = file;
    this.isPlain = isPlain;
    const problems = new ProblemList();
    if (!isPlain) this.checkTexts(problems);
    this.eachNode((one) => {
      useName(one, file.reads, this);
      checkSettings(one, problems);
      checkPeople(one, problems);
    });
    this.tell('text', problems.found);
  }

  get problems(): KeptProblems {
    return this.#problems ?? NO_PROBLEMS;
  }

  /** Every node that is checked and read here; what stands for itself, as members and lists of machines do, is not among them. */
  protected eachNode(visit: (node: AstNode) => void): void {
    eachNodeIn(this.node, (one) => {
      if (one !== this.node && (one.$type === 'Member' || one.$type === 'MachinesSetting')) return false;
      visit(one);
      return true;
    });
  }

  /** What has to be done again with the block that this node belongs to. */
  protected abstract toLower(): void;

  protected checkTexts(problems: ProblemList): void {
    checkTexts(this.node, problems);
  }

  tell(teller: Parameters<KeptProblems['tell']>[0], problems: readonly TextProblem[]): void {
    if (problems.length === 0 && this.#problems === undefined) return;
    this.#problems ??= new KeptProblems();
    if (!this.#problems.tell(teller, problems)) return;
    this.file.agenda.problemsChanged = true;
    if (this.#problems.isQuiet) this.file.told.delete(this);
    else this.file.told.add(this);
  }

  tellDuplicate(problems: readonly TextProblem[]): void {
    this.tell('duplicates', problems);
  }

  readChanged(): void {
    if (this.stale !== 'text') this.stale = 'names';
    this.toLower();
  }

  clueChanged(): void {
    this.file.agenda.check(this);
  }

  checkNames(): void {
    const problems = new ProblemList();
    this.checkNamesTo(problems);
    this.tell('references', problems.found);
  }

  protected checkNamesTo(problems: ProblemList): void {
    this.eachNode((one) => checkReference(one, this.file.reads, problems));
  }

  valueOf(node: ReferenceNode): unknown {
    return this.file.valueOf(node);
  }

  abstract machinesIn(setting: MachinesSetting): readonly Located<Machine>[];

  /** Called when the text does not hold it any more. */
  forget(): void {
    const { reads } = this.file;
    this.eachNode((one) => {
      const read = readOf(one, reads);
      if (read !== undefined) reads.drop(read, this);
    });
    if (this.file.told.delete(this)) this.file.agenda.problemsChanged = true;
  }
}

/** A block at the top of a text. */
export class KeptBlock extends KeptNode<Block> {
  /** Whether it counts: a second `defaults`, a block without a name or a wave of an import does not. */
  isUsed = false;
  /** What was made of it. */
  value: unknown;
  /** Whether nothing but the machines that it lists are others. */
  onlyLists = false;
  readonly #lists: ReadonlyMap<MachinesSetting, MachineList> | undefined;

  constructor(node: Block, file: KeptFile, isPlain: boolean) {
    super(node, file, isPlain);
    const lists = listsIn(node);
    this.#lists =
      lists.length === 0
        ? undefined
        : new Map(lists.map((setting) => [setting, new MachineList(setting, file.reads, this)]));
    this.toLower();
  }

  get phase(): Phase {
    return phaseOf(this.node);
  }

  protected override toLower(): void {
    this.file.agenda.lower(this);
  }

  override readChanged(): void {
    this.onlyLists = false;
    super.readChanged();
  }

  listChanged(): void {
    if (this.stale === 'nothing') {
      this.stale = 'names';
      this.onlyLists = true;
    }
    this.toLower();
  }

  override machinesIn(setting: MachinesSetting): readonly Located<Machine>[] {
    return this.#lists?.get(setting)?.machines ?? [];
  }

  protected override checkNamesTo(problems: ProblemList): void {
    super.checkNamesTo(problems);
    for (const list of this.#lists?.values() ?? []) list.checkNames(problems);
  }

  override forget(): void {
    super.forget();
    for (const list of this.#lists?.values() ?? []) list.forget();
  }
}

/** Where a block may name a list of machines: itself, or what the runbook accepts and attests. */
function listsIn(block: Block): readonly MachinesSetting[] {
  if (block.$type === 'Vm') return NONE;
  const lists: MachinesSetting[] = [];
  const { settings } = block as { settings?: readonly AstNode[] };
  for (const setting of settings ?? []) {
    if (setting.$type === 'MachinesSetting') lists.push(setting as MachinesSetting);
    else if (setting.$type === 'Accept' || setting.$type === 'Attest')
      lists.push(...((setting as { settings?: readonly AstNode[] }).settings ?? []).filter(isMachinesSetting));
  }
  return lists;
}

const NONE: readonly never[] = [];
const NO_PROBLEMS = new KeptProblems();
