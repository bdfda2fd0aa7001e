import type { Moment } from '../runbook/runbook.ts';
import { momentsOf } from './decisions.ts';
import { broken, holds, verdictOn } from './outcome.ts';
import { situationOf } from './situation.ts';
import type { RuleContext, Verdict } from './verdict.ts';

/** A step that a person or a script performs, of which the runbook knows no more than its words. */
export interface SpokenStep {
  readonly words: string;
}

/** A step that says not to do a thing is no step that does it. */
const FORBIDDING = /\b(?:do not|don't|not|never|no one|nobody|without|instead of|avoid)\b/i;

/**
 * For the operations that failback itself never performs: looks for them in the words of asks and scripts, by the names
 * that the Azure portal gives them. What a script does under another name cannot be seen.
 */
export function noStepSays(
  fact: string,
  words: RegExp,
  applies: (moment: Moment) => boolean = () => true,
): (context: RuleContext) => Iterable<Verdict<SpokenStep>> {
  return function* (context) {
    const { runbook, howToCapture: how } = situationOf(context);
    let found = false;
    for (const { moment, owner } of momentsOf(runbook)) {
      if (!applies(moment)) continue;
      for (const item of moment.items) {
        const said = item.kind === 'ask' ? [item.title] : item.kind === 'run' ? [item.title, item.script] : [];
        const step = said.find((text) => words.test(text.replaceAll(/[-_]/g, ' ')) && !FORBIDDING.test(text));
        if (step === undefined) continue;
        found = true;
        const question = { subject: owner.name, at: item.at, fact, how };
        yield verdictOn(question, broken({ words: step }, []));
      }
    }
    if (!found) yield verdictOn({ subject: runbook.name, at: runbook.at, fact, how }, holds());
  };
}
