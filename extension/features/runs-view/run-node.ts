/** The Runs tree as data: runs → open gates and waves → machines → steps. Pure, so that it is tested as text. */

import type { MachineView, StepView, WaveView } from '../../../core/run/view.ts';
import { openGates, unclearSteps } from '../../infrastructure/gate.ts';
import type { SeenRun } from '../../infrastructure/runs-watch.ts';

export type RunNode =
  | { readonly kind: 'run'; readonly id: string; readonly run: SeenRun }
  | { readonly kind: 'gate'; readonly id: string; readonly run: SeenRun; readonly step: StepView }
  | { readonly kind: 'wave'; readonly id: string; readonly run: SeenRun; readonly wave: WaveView }
  | { readonly kind: 'machine'; readonly id: string; readonly run: SeenRun; readonly machine: MachineView }
  | { readonly kind: 'step'; readonly id: string; readonly run: SeenRun; readonly step: StepView };

/** Top level: newest first. */
export function rootNodes(runs: readonly SeenRun[]): readonly RunNode[] {
  return runs.map((run) => ({ kind: 'run', id: run.summary.id, run }));
}

export function childNodes(node: RunNode): readonly RunNode[] {
  switch (node.kind) {
    case 'run':
      return childrenOfRun(node.run);
    case 'wave':
      return [
        ...node.wave.machines.map(
          (machine): RunNode => ({ kind: 'machine', id: `${node.id}/${machine.name}`, run: node.run, machine }),
        ),
        ...stepNodes(node.run, whatDoesNotWaitAbove(node.run, node.wave.steps)),
      ];
    case 'machine':
      return stepNodes(node.run, node.machine.steps);
    case 'gate':
    case 'step':
      return [];
  }
}

/** What waits for a person comes first: it is what people open the view for. */
function childrenOfRun(run: SeenRun): readonly RunNode[] {
  const { view } = run;
  if (view === undefined) return [];
  const { id } = run.summary;
  return [
    ...openGates(view).map((step): RunNode => ({ kind: 'gate', id: `${id}/open/${step.plan.id}`, run, step })),
    ...unclearSteps(view).map((step): RunNode => ({ kind: 'step', id: `${id}/open/${step.plan.id}`, run, step })),
    ...view.waves.map((wave): RunNode => ({ kind: 'wave', id: `${id}/wave/${wave.name}`, run, wave })),
    ...stepNodes(run, whatDoesNotWaitAbove(run, view.steps)),
  ];
}

/**
 * What waits for a person stands above the waves already, with its buttons. A machine's own steps are left whole: they are
 * unfolded to see its way.
 */
function whatDoesNotWaitAbove({ view }: SeenRun, steps: readonly StepView[]): readonly StepView[] {
  const above = new Set(view?.open.map(({ plan }) => plan.id));
  return steps.filter(({ plan }) => !above.has(plan.id));
}

function stepNodes(run: SeenRun, steps: readonly StepView[]): readonly RunNode[] {
  return steps.map((step): RunNode => ({ kind: 'step', id: `${run.summary.id}/step/${step.plan.id}`, run, step }));
}
