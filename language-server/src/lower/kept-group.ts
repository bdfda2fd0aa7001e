import type { AstNode } from 'langium';
import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import { withStretch } from '../../../core/stretch.ts';
import { checkTexts } from '../check/check-texts.ts';
import type { Member, VmGroup } from '../generated/ast.ts';
import { changeOf } from './change-of.ts';
import { GroupHome } from './group-home.ts';
import { KeptBlock, KeptNode } from './kept-block.ts';
import type { KeptFile } from './kept-file.ts';
import { KeptMachine, KeptSettings } from './kept-machine.ts';
import { eachNodeIn } from './nodes-in.ts';
import type { ProblemList } from './problem-list.ts';

/** A machine of a group. It outlives its group's node when the group is typed again elsewhere. */
export class KeptMember extends KeptNode<Member> {
  readonly machine = new KeptMachine();
  home: GroupHome;

  constructor(node: Member, file: KeptFile, home: GroupHome, isPlain: boolean) {
    super(node, file, isPlain);
    this.home = home;
  }

  get group(): KeptGroup {
    return this.home.group;
  }

  protected override toLower(): void {
    this.home.wait(this);
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
  home: GroupHome;

  constructor(node: VmGroup, file: KeptFile, isPlain: boolean) {
    super(node, file, isPlain);
    const before = groupBefore(node, file);
    const { from, gone, came } = changeOf(before?.nodes ?? [], node.members);
    this.home = before?.home ?? new GroupHome(this);
    this.gone = before?.members.slice(from, from + gone.length) ?? [];
    if (before !== undefined) this.#moveInto(before);
    const entering = came.map((member) => file.members.get(member) ?? new KeptMember(member, file, this.home, isPlain));
    this.before = before;
    this.members = withStretch(before?.members ?? [], from, gone.length, entering);
    this.came = entering;
    for (const member of entering) {
      member.home = this.home;
      file.members.set(member.node, member);
    }
  }

  /** Takes over the home of the group from before; the members that are gone stay behind with it, in a home of their own. */
  #moveInto(before: KeptGroup): void {
    this.home.group = this;
    before.home = new GroupHome(before);
    for (const member of this.gone) if (member.home === this.home) member.home = before.home;
  }

  get nodes(): readonly Member[] {
    return (this.node as AstNode as VmGroup).members;
  }

  /** Without its members, which look after themselves: an edit would have to look at ten thousand of them. */
  protected override eachNode(visit: (node: AstNode) => void): void {
    visit(this.node);
    for (const setting of (this.node as AstNode as VmGroup).settings)
      eachNodeIn(setting, (one) => {
        visit(one);
        return true;
      });
  }

  protected override checkTexts(problems: ProblemList): void {
    const { settings } = this.node as AstNode as VmGroup;
    for (const setting of settings) checkTexts(setting, problems);
  }
}

/** The group that a member was in before. Mostly the first or the last is a member that was there. */
function groupBefore({ members }: VmGroup, file: KeptFile): KeptGroup | undefined {
  const ends = [members[0], members.at(-1)].find((member) => member !== undefined && file.members.has(member));
  const known = ends ?? members.find((member) => file.members.has(member));
  return known && file.members.get(known)?.group;
}

/** A machine that stands alone. */
export class KeptVm extends KeptBlock {
  readonly machine = new KeptMachine();
}

/** What the machines of a file have unless they say otherwise. */
export class KeptDefaults extends KeptBlock {
  readonly settings = new KeptSettings();
}
