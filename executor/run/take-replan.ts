import type { CommandOutcome } from '../../core/run/command-outcome.ts';
import type { RunCommand } from '../../core/run/commands.ts';
import { replan } from '../../core/run/replan.ts';
import { layDownPlan, proposed } from '../journal/proposal.ts';
import type { RunContext } from './run-context.ts';

type ReplanCommand = RunCommand & { readonly kind: 'replan' };

/**
 * Lets the run go on by a plan that lies in its folder as a proposal. It is judged against the run as it is now, for
 * steps may have gone on since somebody looked; what does not come to the very plan that was shown is refused.
 */
export async function takeReplan(
  context: RunContext,
  { planHash, who, because }: ReplanCommand,
): Promise<CommandOutcome> {
  const { run, plan, journal, background } = context;
  const { state } = journal;
  if (state.cancelling) return refused('The run was cancelled and takes up nothing more.');
  if (background.size > 0)
    return refused(
      `A script or a probe is under way (${[...background.keys()].join(', ')}). Wait for its end, then plan anew.`,
    );
  const proposal = await proposed(run, planHash);
  if (proposal === undefined)
    return refused(
      `The plan ${planHash.slice(0, 12)} is not in the folder of the run any more, or was changed there. Plan anew.`,
    );
  const outcome = replan(plan, state, proposal.plan);
  if (outcome.kind === 'contradicts') return refused(`The run cannot go on by this plan. ${outcome.why.join(' ')}`);
  if (outcome.kind === 'same')
    return refused('The run follows these decisions already. Take up what failed with `failback retry`.');
  if (outcome.plan.hash !== planHash)
    return refused('The run went on since this plan was made, and it would come to another plan now. Plan anew.');
  if (state.target.kind === 'azure' && outcome.blockedBy.length > 0)
    return refused(`This plan may not run live. ${outcome.blockedBy.join(' ')}`);
  const number = state.plans.length + 1;
  const files = await layDownPlan(run, number, proposal);
  journal.learn(proposal.plan);
  const asked = outcome.again.filter((id) =>
    proposal.plan.steps.some((step) => step.id === id && step.kind === 'approve'),
  );
  return {
    taken: true,
    message: `The run goes on by plan ${planHash.slice(0, 12)}. ${asked.length === 0 ? 'No approval is asked anew.' : `Asked anew: ${asked.join(', ')}.`}`,
    follows: [
      {
        kind: 'replanned',
        number,
        planHash,
        who,
        because,
        moved: [...outcome.moved],
        again: [...outcome.again],
        files,
      },
    ],
  };
}

function refused(message: string): CommandOutcome {
  return { taken: false, message, follows: [] };
}
