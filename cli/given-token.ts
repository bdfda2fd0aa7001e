import type { TokenCredential } from '@azure/core-auth';

/** Where the editor hands over a token of its Microsoft account. The environment of a process is its user's own business, its arguments are everybody's. */
export const TOKEN_VARIABLE = 'FAILBACK_ACCESS_TOKEN';

/** Longer than any look at a vault takes; the service refuses the token when it is over, whatever is said here. */
const GOOD_FOR_MS = 10 * 60_000;

/** A sign-in that somebody else did. Undefined: none was handed over, and the command signs in by itself. */
export function givenToken(env: NodeJS.ProcessEnv, now: () => Date): TokenCredential | undefined {
  const token = env[TOKEN_VARIABLE];
  if (token === undefined || token === '') return undefined;
  return { getToken: async () => ({ token, expiresOnTimestamp: now().getTime() + GOOD_FOR_MS }) };
}
