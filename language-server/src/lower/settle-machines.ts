import type { AstNode } from 'langium';
import type { Architecture, Machine } from '../../../core/runbook/runbook.ts';
import { checkArchitecture, checkWay } from '../check/check-architecture.ts';
import type { DocumentationLines } from '../documentation-lines.ts';
import type * as ast from '../generated/ast.ts';
import type { Named } from '../names/declared-names.ts';
import type { KeptNode } from './kept-block.ts';
import type { KeptFile } from './kept-file.ts';
import type { KeptDefaults, KeptGroup, KeptMember, KeptVm } from './kept-group.ts';
import type { Inherited, Said } from './lower-machines.ts';
import { Lowering } from './lowering.ts';
import { ProblemList } from './problem-list.ts';

/** What machines need besides their text. */
export interface MachineContext {
  readonly comments: DocumentationLines;
  readonly architecture: Architecture;
  /** The architecture that texts are judged by; undefined where there is no runbook. */
  readonly judgedBy: Architecture | undefined;
  /** Notes what a declaration became. */
  make(node: Named, value: unknown): void;
}

export function settleDefaults(block: KeptDefaults, context: MachineContext): Said | undefined {
  const node = block.node as AstNode as ast.Defaults;
  judge(block, node.settings, block.isUsed, context);
  if (!block.isUsed) {
    block.tell('lowering', []);
    return undefined;
  }
  const lowering = new Lowering(block, context.comments);
  const said = block.settings.settle(lowering, node.settings, block.stale);
  if (block.stale === 'text') block.tell('lowering', lowering.problems.found);
  return said;
}

export function settleVm(block: KeptVm, context: MachineContext): readonly Machine[] {
  const inherited = inheritedAlone(block.file, context);
  const node = block.node as AstNode as ast.Vm;
  judge(block, node.settings, node.name !== undefined, context);
  return node.name === undefined ? [] : settleMachine(block, node, inherited, context);
}

/** The machines of a group. What the group says is compared with what it said before it was typed again. */
export function settleGroup(group: KeptGroup, context: MachineContext): readonly Machine[] {
  const node = group.node as AstNode as ast.VmGroup;
  const lowering = new Lowering(group, context.comments);
  group.shared.settle(lowering, node.settings, group.stale);
  if (group.stale === 'text') group.tell('lowering', lowering.problems.found);
  if (group.before !== undefined) group.shared.takeOver(group.before.shared);
  group.before = undefined;
  judge(group, node.settings, true, context);
  const inherited = inheritedBy(group, node.name, group.shared.said, context);
  return group.home.machinesOf(group.members, inherited, (member) => settleMember(member, inherited, context));
}

function settleMember(member: KeptMember, inherited: Inherited, context: MachineContext): readonly Machine[] {
  if (member.node.name === undefined) return [];
  const current = member.machine.current(member.stale, inherited);
  if (current !== undefined) return current;
  judge(member, member.node.settings, true, context);
  return settleMachine(member, member.node, inherited, context);
}

function settleMachine(
  kept: KeptVm | KeptMember,
  node: ast.Vm | ast.Member,
  inherited: Inherited,
  context: MachineContext,
): readonly Machine[] {
  const lowering = new Lowering(kept, context.comments);
  const made = kept.machine.make(lowering, node, kept.stale, inherited);
  if (kept.stale === 'text') kept.tell('lowering', lowering.problems.found);
  kept.stale = 'nothing';
  context.make(kept.node, made);
  return made;
}

/** The same object for all machines that stand alone, as long as it says the same. */
function inheritedAlone(file: KeptFile, { architecture, judgedBy }: MachineContext): Inherited {
  const { inherited: last, usual } = file;
  if (last?.usual === usual && last?.architecture === architecture && last.judgedBy === judgedBy) return last;
  file.inherited = { group: undefined, shared: undefined, usual, architecture, judgedBy };
  return file.inherited;
}

function inheritedBy(
  { file }: KeptNode<AstNode>,
  group: string | undefined,
  shared: Said | undefined,
  { architecture, judgedBy }: MachineContext,
): Inherited {
  return { group, shared, usual: file.usual, architecture, judgedBy };
}

/** What the architecture does not have is told in the runbook's own file: site files may serve both. */
function judge(
  kept: KeptNode<AstNode>,
  settings: readonly AstNode[],
  isUsed: boolean,
  { judgedBy }: MachineContext,
): void {
  const problems = new ProblemList();
  if (judgedBy !== undefined && kept.file.isEntry) checkArchitecture(settings, judgedBy, problems);
  if (judgedBy !== undefined && isUsed) checkWay(settings, judgedBy, (node) => kept.valueOf(node), problems);
  kept.tell('architecture', problems.found);
}
