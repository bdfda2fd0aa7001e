import type { AstNode } from 'langium';
import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import { checkTexts } from '../check/check-texts.ts';
import { isMember, type Member, type VmGroup } from '../generated/ast.ts';
import { KeptBlock, KeptNode } from './kept-block.ts';
import type { KeptFile } from './kept-file.ts';
import { KeptMachine, KeptSettings } from './kept-machine.ts';
import type { ProblemList } from './problem-list.ts';

/** A machine of a group. It outlives its group's node when the group is typed again elsewhere. */
export class KeptMember extends KeptNode<Member> {
  readonly machine = new KeptMachine();
  group: KeptGroup;

  constructor(node: Member, file: KeptFile, group: KeptGroup) {
    super(node, file, () => true);
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

  constructor(node: VmGroup, file: KeptFile) {
    super(node, file, (one) => !isMember(one));
    let before: KeptGroup | undefined;
    this.members = node.members.map((member) => {
      const known = file.members.get(member);
      if (known === undefined) return new KeptMember(member, file, this);
      before ??= known.group;
      known.group = this;
      return known;
    });
    for (const member of this.members) file.members.set(member.node, member);
    this.before = before;
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
