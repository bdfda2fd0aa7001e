import { type Answer, armError } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Handler } from '../arm/router.ts';

/**
 * A list of which nobody captured anything is refused: to answer that there is nothing, or that all is allowed, would
 * turn what is unknown into a fact.
 */
export function onlyIfCaptured(section: unknown, action: string, handler: Handler): Handler {
  return (call) => (section === undefined ? refusal(action, call) : handler(call));
}

function refusal(action: string, call: Call): Answer {
  const { subscription, group } = call.path;
  const scope = `/subscriptions/${subscription}${group === undefined ? '' : `/resourceGroups/${group}`}`;
  return armError(
    403,
    'AuthorizationFailed',
    `The client does not have authorization to perform action '${action}' over scope '${scope}'.`,
  );
}
