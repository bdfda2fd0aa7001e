import type { AstNode } from 'langium';
import { isMachinesSetting } from '../generated/ast.ts';
import type { Named } from '../names/declared-names.ts';
import { lowerBlock } from './block-kinds.ts';
import { keptParts } from './is-same.ts';
import type { KeptBlock } from './kept-block.ts';
import { KeptDefaults, KeptGroup, KeptVm } from './kept-group.ts';
import { machinesOf } from './lower-waves.ts';
import { Lowering } from './lowering.ts';
import { settingOf } from './settings.ts';
import { type MachineContext, settleDefaults, settleGroup, settleVm } from './settle-machines.ts';

/** Brings what was made of a block up to date. Answers whether it is another object now. */
export function settleBlock(block: KeptBlock, context: MachineContext): boolean {
  const before = block.value;
  block.value = valueNow(block, context);
  block.stale = 'nothing';
  block.onlyLists = false;
  if (block.value === before) return false;
  if (typeof block.node.name === 'string') context.make(block.node as Named, block.value);
  return true;
}

function valueNow(block: KeptBlock, context: MachineContext): unknown {
  if (block instanceof KeptVm) return settleVm(block, context);
  if (block instanceof KeptGroup) return settleGroup(block, context);
  if (block instanceof KeptDefaults) return settleDefaults(block, context);
  return counts(block) ? settlePlain(block, context) : leftOut(block);
}

/** Lowers a block again. What it says as before stays the same object; the parts too. */
function settlePlain(block: KeptBlock, { comments }: MachineContext): unknown {
  const lowering = new Lowering(block, comments);
  const before = block.value as object | undefined;
  if (block.onlyLists && before !== undefined && 'machines' in before) {
    const { settings } = block.node as unknown as { readonly settings: readonly AstNode[] };
    return { ...before, machines: machinesOf(lowering, settingOf(settings, isMachinesSetting)) };
  }
  const made = lowerBlock(lowering, block.node) as object | undefined;
  block.tell('lowering', lowering.problems.found);
  return made === undefined || block.stale === 'text' ? made : keptParts(before, made);
}

function counts({ node, file, isUsed }: KeptBlock): boolean {
  switch (node.$type as string) {
    case 'Runbook':
      return isUsed;
    case 'Wave':
      return file.isEntry && node.name !== undefined;
    case 'AfterAll':
      return file.isEntry;
    default:
      return node.name !== undefined;
  }
}

function leftOut(block: KeptBlock): undefined {
  block.tell('lowering', []);
  block.tell('head', []);
  return undefined;
}
