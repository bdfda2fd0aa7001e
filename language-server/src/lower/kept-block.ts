import type { AstNode } from 'langium';
import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import type { Declaration } from '../check/check-duplicates.ts';
import { checkReferences } from '../check/check-references.ts';
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
import { type NameUsed, namesUsedIn, type ReferenceNode } from './names-used.ts';
import { ProblemList } from './problem-list.ts';
import type { Reader } from './reads.ts';
import type { TextProblem } from './text-problem.ts';

const NOTHING: readonly TextProblem[] = [];

/**
 * A block of a text, or a member of a group, as it stands: what it reads of others, what was made of it, what is wrong
 * with it. It lives as long as its node, which is as long as its text is not typed again.
 */
export abstract class KeptNode<N extends AstNode> implements Reader, Declaration, Meanings {
  readonly node: N & Named;
  readonly file: KeptFile;
  readonly problems = new KeptProblems();
  readonly used: readonly NameUsed[];
  stale: Stale = 'text';

  constructor(node: N, file: KeptFile) {
    this.node = node as N & Named;
    this.file = file;
    const { own } = this;
    this.used = namesUsedIn(own, file.reads, this, (one) => !isMachinesSetting(one));
    const problems = new ProblemList();
    this.checkTexts(problems);
    checkSettings(own, problems);
    this.tell('text', problems.found);
    file.agenda.check(this);
  }

  /** What of the node is checked and read here. */
  protected get own(): AstNode {
    return this.node;
  }

  /** What has to be done again with the block that this node belongs to. */
  protected abstract toLower(): void;

  protected checkTexts(problems: ProblemList): void {
    checkTexts(this.node, problems);
  }

  tell(teller: Parameters<KeptProblems['tell']>[0], problems: readonly TextProblem[]): void {
    if (!this.problems.tell(teller, problems)) return;
    this.file.agenda.problemsChanged = true;
    if (this.problems.isQuiet) this.file.told.delete(this);
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
    checkReferences(this.used, problems);
    this.tell('references', problems.found.length === 0 ? NOTHING : problems.found);
  }

  valueOf(node: ReferenceNode): unknown {
    return this.file.valueOf(node);
  }

  abstract machinesIn(setting: MachinesSetting): readonly Located<Machine>[];

  /** Called when the text does not hold it any more. */
  forget(): void {
    for (const { read } of this.used) this.file.reads.drop(read, this);
    if (this.file.told.delete(this)) this.file.agenda.problemsChanged = true;
  }
}

/** A block at the top of a text. */
export class KeptBlock extends KeptNode<Block> {
  readonly phase: Phase;
  /** Whether it counts: a second `defaults`, a block without a name or a wave of an import does not. */
  isUsed = false;
  /** What was made of it. */
  value: unknown;
  /** Whether nothing but the machines that it lists are others. */
  onlyLists = false;
  readonly #lists: ReadonlyMap<MachinesSetting, MachineList>;

  constructor(node: Block, file: KeptFile) {
    super(node, file);
    this.phase = phaseOf(node);
    this.#lists = new Map(listsIn(node).map((setting) => [setting, new MachineList(setting, file.reads, this)]));
    this.toLower();
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
    return this.#lists.get(setting)?.machines ?? [];
  }

  override checkNames(): void {
    const problems = new ProblemList();
    checkReferences(this.used, problems);
    for (const { used } of this.#lists.values()) checkReferences(used, problems);
    this.tell('references', problems.found.length === 0 ? NOTHING : problems.found);
  }

  override forget(): void {
    super.forget();
    for (const list of this.#lists.values()) for (const { read } of list.used) this.file.reads.drop(read, list);
  }
}

/** Where a block may name a list of machines: itself, or what the runbook accepts and attests. */
function listsIn(block: Block): MachinesSetting[] {
  const lists: MachinesSetting[] = [];
  const { settings } = block as { settings?: readonly AstNode[] };
  for (const setting of settings ?? []) {
    if (isMachinesSetting(setting)) lists.push(setting);
    else if (setting.$type === 'Accept' || setting.$type === 'Attest')
      lists.push(...((setting as { settings?: readonly AstNode[] }).settings ?? []).filter(isMachinesSetting));
  }
  return lists;
}
