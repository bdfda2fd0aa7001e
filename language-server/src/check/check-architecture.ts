import type { AstNode } from 'langium';
import type { Appliance, Architecture, MasterTarget } from '../../../core/runbook/runbook.ts';
import { isViaSetting } from '../generated/ast.ts';
import type { ReferenceNode } from '../lower/names-used.ts';
import { placeOf, placeOfFirstWord } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { settingOf } from '../lower/settings.ts';

/** Settings that exist in one architecture only. */
const BELONGS_TO: ReadonlyMap<string, Architecture> = new Map([
  ['ProcessServerSetting', 'classic'],
  ['HomeSetting', 'modernized'],
]);

/** What the other architecture has and this one has not. Site files may hold both, so only the runbook's own file is looked at. */
export function checkArchitecture(
  settings: readonly AstNode[],
  architecture: Architecture,
  problems: ProblemList,
): void {
  for (const node of settings) {
    const wanted = BELONGS_TO.get(node.$type);
    if (wanted === undefined || wanted === architecture) continue;
    problems.error(
      'wrong-architecture',
      placeOfFirstWord(node),
      `This setting belongs to the ${wanted} architecture, and this runbook's is the other one. Remove it.`,
    );
  }
}

/** Machines of a classic runbook that come home through an appliance. The modernized architecture asks for one by rule (FB110). */
export function checkWay(
  settings: readonly AstNode[],
  architecture: Architecture,
  standsFor: (node: ReferenceNode) => unknown,
  problems: ProblemList,
): void {
  if (architecture === 'modernized') return;
  const via = settingOf(settings, isViaSetting)?.value;
  const target = via === undefined ? undefined : (standsFor(via) as Appliance | MasterTarget | undefined);
  if (via === undefined || target?.kind !== 'appliance') return;
  problems.error(
    'wrong-architecture',
    placeOf(via),
    `'${target.name}' is an appliance, and the classic architecture has none. Name a master target.`,
  );
}
