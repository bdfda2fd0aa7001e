import { type AstNode, AstUtils } from 'langium';
import type { Architecture, Runbook } from '../../../core/runbook/runbook.ts';
import type { File } from '../generated/ast.ts';
import { placeOfFirstWord } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';

/** Settings that exist in one architecture only. Site files may hold both, so only the runbook's own file is looked at. */
const BELONGS_TO: Readonly<Record<string, Architecture>> = {
  ProcessServerSetting: 'classic',
  HomeSetting: 'modernized',
};

/** What the other architecture has and this one has not. */
export function checkArchitecture(runbook: Runbook, file: File, problems: ProblemList): void {
  const architecture = runbook.architecture.value;
  for (const node of AstUtils.streamAst(file)) {
    const wanted = BELONGS_TO[node.$type];
    const inMachine = /^(Vm|VmGroup|Member|Defaults)$/.test(node.$container?.$type ?? '');
    if (wanted !== undefined && wanted !== architecture && inMachine) tellSetting(node, wanted, problems);
  }
  // The modernized architecture asks for an appliance by rule (FB110).
  if (architecture === 'modernized') return;
  for (const { value: target, at } of new Set(runbook.machines.flatMap((one) => one.via ?? [])))
    if (target.kind === 'appliance')
      problems.error(
        'wrong-architecture',
        at,
        `'${target.name}' is an appliance, and the classic architecture has none. Name a master target.`,
      );
}

function tellSetting(node: AstNode, wanted: Architecture, problems: ProblemList): void {
  problems.error(
    'wrong-architecture',
    placeOfFirstWord(node),
    `This setting belongs to the ${wanted} architecture, and this runbook's is the other one. Remove it.`,
  );
}
