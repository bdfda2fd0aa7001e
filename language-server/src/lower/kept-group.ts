import type { AstNode } from 'langium';
import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import { withStretch } from '../../../core/stretch.ts';
import { checkTexts } from '../check/check-texts.ts';
import type { Member, VmGroup } from '../generated/ast.ts';
import { changeOf } from './change-of.ts';
import { KeptBlock, KeptNode } from './kept-block.ts';
import type { KeptFile } from './kept-file.ts';
import { KeptMachine, KeptSettings } from './kept-machine.ts';
import type { ProblemList } from './problem-list.ts';

/** A machine of a group. It outlives its group's node when the group is typed again elsewhere. */
export class KeptMember extends KeptNode<Member> {
  readonly machine = new KeptMachine();
  group: KeptGroup;

  constructor(node: Member, file: KeptFile, group: KeptGroup, isPlain: boolean) {
    super(node, file, isPlain);
    this.group = group;
  }

  protected override toLower(): void {
    this.file.agenda.lower(this.group);
  }

  override machinesIn(): readonly Located<Machine>[] {
    return [];
  }
}

/** A group of machines: its own settings, and its members by themselves. */
export class KeptGroup extends KeptBlock {
  readonly members: readonly KeptMember[];
  readonly shared = new KeptSettings();
  /** The group of the same members before it was typed again; known until this one is lowered. */
  before: KeptGroup | undefined;
  /** In what the members differ from those of `before`: what was typed again, and what stands there now. */
  readonly gone: readonly KeptMember[];
  readonly came: readonly KeptMember[];

  constructor(node: VmGroup, file: KeptFile, isPlain: boolean) {
    super(node, file, isPlain);
    const known = [node.members[0], node.members.at(-1)].map((member) => member && file.members.get(member));
    const before = known.find((one) => one !== undefined)?.group;
    const { from, gone, came } = changeOf(before?.nodes ?? [], node.members);
    const entering = came.map((member) => file.members.get(member) ?? new KeptMember(member, file, this, isPlain));
    this.before = before ?? entering.find(({ group }) => group !== this)?.group;
    this.members = withStretch(before?.members ?? [], from, gone.length, entering);
    this.gone = before?.members.slice(from, from + gone.length) ?? [];
    this.came = entering;
    for (const member of this.members) member.group = this;
    for (const member of entering) file.members.set(member.node, member);
  }

  get nodes(): readonly Member[] {
    return (this.node as AstNode as VmGroup).members;
  }

  protected override checkTexts(problems: ProblemList): void {
    const { settings } = this.node as AstNode as VmGroup;
    for (const setting of settings) checkTexts(setting, problems);
  }
}

/** A machine that stands alone. */
export class KeptVm extends KeptBlock {
  readonly machine = new KeptMachine();
}

/** What the machines of a file have unless they say otherwise. */
export class KeptDefaults extends KeptBlock {
  readonly settings = new KeptSettings();
}
