import type { Plan, PlannedMachine, PlannedWave, PlanStep } from '../plan.ts';
import { counted, readableDuration } from '../readable.ts';
import { apart, namesInRoom, table } from './columns.ts';
import { machineTable } from './machine-table.ts';
import { stepLines, waveLookUp } from './step-lines.ts';
import { asksPerson } from './step-words.ts';

/** So many waves are told step by step; a plan with more tells the others in a line each. */
const TOLD_IN_FULL = 20;

/** The waves of a plan, and the steps that belong to none. */
export function waveSections(plan: Plan): string[] {
  const steps = Map.groupBy(plan.steps, ({ wave }) => wave);
  const machines = Map.groupBy(plan.machines, ({ wave }) => wave);
  const waveOf = waveLookUp(plan);
  const lines: string[] = [];
  for (const wave of plan.waves.slice(0, TOLD_IN_FULL))
    lines.push(
      '',
      apart(`Wave ${wave.name}`, remarks(wave)),
      '',
      ...machineTable(machines.get(wave.name) ?? []),
      '',
      ...stepLines(steps.get(wave.name) ?? [], wave, waveOf),
    );
  const others = plan.waves.slice(TOLD_IN_FULL);
  if (others.length > 0) lines.push('', ...inALineEach(others, steps, machines));
  const ofNoWave = steps.get(null) ?? [];
  if (ofNoWave.length > 0) lines.push('', 'Besides the waves', '', ...stepLines(ofNoWave, undefined, waveOf));
  return lines;
}

function remarks({ after, machines, objective, onFailure }: PlannedWave): string {
  return [
    counted(machines.length, 'machine'),
    after.length === 0 ? undefined : `after ${after.join(', ')}`,
    objective === null ? undefined : `objective ${readableDuration(objective)}`,
    onFailure === 'continue' ? 'continues on failure' : undefined,
  ]
    .filter((remark) => remark !== undefined)
    .join(', ');
}

function inALineEach(
  waves: readonly PlannedWave[],
  steps: ReadonlyMap<string | null, readonly PlanStep[]>,
  machines: ReadonlyMap<string, readonly PlannedMachine[]>,
): string[] {
  const rows = waves.map((wave) => {
    const own = steps.get(wave.name) ?? [];
    return [
      wave.name,
      `${wave.machines.length}`,
      namesInRoom(
        (machines.get(wave.name) ?? []).map(({ name }) => name),
        34,
      ),
      wave.after.length === 0 ? '' : `after ${namesInRoom(wave.after, 20)}`,
      counted(own.filter(asksPerson).length, 'gate'),
    ];
  });
  return [`And ${counted(waves.length, 'more wave')}`, '', ...table(rows, new Set([1])).map((line) => `  ${line}`)];
}
