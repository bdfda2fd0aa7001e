import { FailbackError } from '../../core/failback-error.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { isGate, mustBeSigned, type PreApproval } from '../../core/run/gates.ts';

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
