import type { AstNode } from 'langium';
import type { AfterAll, App, ConsistencyGroup, Machine, Wave } from '../../../core/runbook/runbook.ts';
import { type Located, type SourceRange, spanning } from '../../../core/runbook/source.ts';
import * as ast from '../generated/ast.ts';
import { lowerMoments } from './lower-moments.ts';
import type { Lowering } from './lowering.ts';
import { located, placeOf, placeOfName, placeOfProperty } from './places.ts';
import { settingOf, settingsOf } from './settings.ts';

/** The machines that a list names; a group stands for its members, a machine named twice counts once. */
export function machinesOf(lowering: Lowering, setting: ast.MachinesSetting | undefined): readonly Located<Machine>[] {
  return setting === undefined ? [] : lowering.machinesIn(setting);
}

export function lowerWave(lowering: Lowering, node: ast.Wave): Wave {
  const { settings } = node;
  const machines = settingOf(settings, ast.isMachinesSetting);
  if (machines === undefined) lowering.missing(node, 'machines', 'A wave without machines moves nothing.');
  const atMost = settingOf(settings, ast.isAtMostSetting);
  return {
    ...lowering.declared(node),
    block: placeOf(node),
    after: (settingOf(settings, ast.isAfterSetting)?.values ?? []).flatMap((reference) => {
      const name = lowering.valueOf<string>(reference);
      return name === undefined ? [] : [located(name, placeOf(reference))];
    }),
    machines: machinesOf(lowering, machines),
    window: lowerWindow(lowering, settingOf(settings, ast.isWindowSetting)),
    atMost: atMost?.value === undefined ? undefined : lowering.countAt(atMost.value, placeIn(atMost, 'value')),
    objective: lowering.quantity(settingOf(settings, ast.isObjectiveSetting), 'time'),
    onFailure: lowering.choice(settingOf(settings, ast.isOnFailureSetting), ['hold', 'continue']),
    moments: lowerMoments(lowering, settings),
  };
}

function lowerWindow(lowering: Lowering, node: ast.WindowSetting | undefined): Wave['window'] {
  if (node?.from === undefined || node.length === undefined) return undefined;
  const from = lowering.instant(node.from, placeIn(node, 'from'));
  const length = lowering.quantityAt(node.length, placeIn(node, 'length'), 'time');
  if (from === undefined || length === undefined) return undefined;
  return located({ from: from.value, for: length.value }, spanning(from.at, length.at));
}

export function lowerApp(lowering: Lowering, node: ast.App): App {
  return {
    ...lowering.declared(node),
    machines: machinesOf(lowering, settingOf(node.settings, ast.isMachinesSetting)),
    onFailure:
      lowering.choice(settingOf(node.settings, ast.isOnFailureSetting), ['hold', 'continue']) ??
      located('hold', placeOfName(node)),
  };
}

export function lowerConsistencyGroup(lowering: Lowering, node: ast.ConsistencyGroup): ConsistencyGroup {
  return {
    ...lowering.declared(node),
    machines: machinesOf(lowering, settingOf(node.settings, ast.isMachinesSetting)),
  };
}

export function lowerAfterAll(lowering: Lowering, node: ast.AfterAll): AfterAll {
  const words = ['network-interfaces', 'public-addresses', 'disks'] as const;
  return {
    at: placeOf(node),
    removeLeftovers: settingsOf(node.settings, ast.isRemoveLeftoversSetting).flatMap((setting) =>
      setting.values.flatMap((word, index) => lowering.choiceAt(word, placeIn(setting, 'values', index), words) ?? []),
    ),
  };
}

function placeIn(node: AstNode, property: string, index?: number): SourceRange {
  return placeOfProperty(node, property, index) ?? placeOf(node);
}
