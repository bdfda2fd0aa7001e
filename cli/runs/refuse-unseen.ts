import { FailbackError } from '../../core/failback-error.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { fits, isGate, mustBeSigned, type PreApproval } from '../../core/run/gates.ts';
import type { RunTarget } from '../../core/run/state.ts';

/**
 * In a live run an answer in advance names one gate, so that whoever gives it has read what they answer.
 * @throws FailbackError `usage`
 */
export function refuseUnseen(plan: Plan, approvals: readonly PreApproval[]): void {
  const gates = new Map(plan.steps.filter(isGate).map((gate) => [gate.id, gate]));
  for (const { gate: named, who } of approvals) {
    const gate = gates.get(named);
    if (gate === undefined)
      throw new FailbackError(
        'usage',
        `'${named}' is no gate of this plan. In a live run an answer in advance names one gate by its id, so that nobody answers what they did not read.`,
        `The gates are:\n${[...gates.keys()].map((id) => `  --approve ${id}=${who}`).join('\n')}`,
      );
    if (mustBeSigned(gate, { kind: 'azure' }))
      throw new FailbackError(
        'usage',
        `'${gate.title}' takes signed answers only, and a name on the command line is none.`,
        `Answer it when it opens:\n  failback approve RUN ${gate.id} --as ${who} --sign`,
      );
  }
}

/**
 * In a rehearsal it may name many, but one that fits none is a slip of the pen, and the run would wait at the gate that was meant.
 * @throws FailbackError `usage`
 */
export function refuseFittingNone(plan: Plan, approvals: readonly PreApproval[], target: RunTarget): void {
  const gates = plan.steps.filter(isGate);
  const stray = approvals.find((one) => one.gate !== 'all' && !gates.some((gate) => fits(one, gate, target)));
  if (stray === undefined) return;
  const { gate: named, who } = stray;
  const waves = new Set(gates.flatMap(({ wave }) => wave ?? []));
  throw new FailbackError(
    'usage',
    `'${named}' is no gate of this plan, nor a wave that has one, so nobody would have answered anything.`,
    `What can be answered in advance:\n${['all', ...waves, ...gates.map(({ id }) => id)].map((one) => `  --approve ${one}=${who}`).join('\n')}`,
  );
}
