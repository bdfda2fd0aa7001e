import { type AstNode, AstUtils } from 'langium';
import type { Architecture, Runbook } from '../../../core/runbook/runbook.ts';
import type { File } from '../generated/ast.ts';
import { placeOfFirstWord, placeOfProperty } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';

/** Settings that exist in one architecture only. Site files may hold both, so only the runbook's own file is looked at. */
const BELONGS_TO: Readonly<Record<string, Architecture>> = {
  ProcessServerSetting: 'classic',
  HomeSetting: 'modernized',
};

/** Words of `recovery-point:` by architecture. */
const RECOVERY_POINTS: Readonly<Record<Architecture, readonly string[]>> = {
  modernized: ['crash-consistent', 'application-consistent'],
  classic: ['latest', 'latest-tag', 'custom'],
};

/** What the other architecture has and this one has not. */
export function checkArchitecture(runbook: Runbook, file: File, problems: ProblemList): void {
  const architecture = runbook.architecture.value;
  for (const node of AstUtils.streamAst(file)) {
    const wanted = BELONGS_TO[node.$type];
    const inMachine = /^(Vm|VmGroup|Member|Defaults)$/.test(node.$container?.$type ?? '');
    if (wanted !== undefined && wanted !== architecture && inMachine) tellSetting(node, wanted, problems);
    if (node.$type === 'RecoveryPointSetting') tellRecoveryPoint(node, architecture, problems);
  }
  for (const machine of new Set(runbook.machines.flatMap((one) => one.via ?? []))) {
    const target = machine.value;
    if ((target.kind === 'appliance') === (architecture === 'modernized')) continue;
    const message =
      architecture === 'modernized'
        ? `'${target.name}' is a master target, and the modernized architecture has none. Name an appliance.`
        : `'${target.name}' is an appliance, and the classic architecture has none. Name a master target.`;
    problems.error('wrong-architecture', machine.at, message);
  }
}

function tellSetting(node: AstNode, wanted: Architecture, problems: ProblemList): void {
  problems.error(
    'wrong-architecture',
    placeOfFirstWord(node),
    `This setting belongs to the ${wanted} architecture, and this runbook's is the other one. Remove it.`,
  );
}

function tellRecoveryPoint(node: AstNode, architecture: Architecture, problems: ProblemList): void {
  const at = placeOfProperty(node, 'value');
  const word = (node as { value?: string }).value;
  const other = RECOVERY_POINTS[architecture === 'modernized' ? 'classic' : 'modernized'];
  if (at === undefined || word === undefined || !other.includes(word)) return;
  const fits = RECOVERY_POINTS[architecture].map((one) => `\`${one}\``).join(' or ');
  problems.error(
    'wrong-architecture',
    at,
    `The ${architecture} architecture fails back to no '${word}' recovery point. Write ${fits}.`,
  );
}
