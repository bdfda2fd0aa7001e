import { FailbackError } from '../../core/failback-error.ts';
import type { CommandContext } from '../context.ts';
import { readArtifact } from './artifact.ts';
import { finishedHead, gitHubFor } from './build.ts';
import { callForge } from './call-forge.ts';
import { GITHUB_API } from './github.ts';

/**
 * Writes the review that a fork's build left, from a job that may comment. The number of the pull request comes from the
 * fork too, so it counts only when that pull request is at the very commit that the finished job was for.
 */
export async function postArtifact({ env, terminal }: CommandContext, folder: string): Promise<void> {
  const head = finishedHead(env);
  const { number, body } = await readArtifact(folder);
  const forge = gitHubFor(env, number);
  if (forge === undefined)
    throw new FailbackError(
      'usage',
      'This job has no token to comment with.',
      'Give it one as GITHUB_TOKEN in its `env:`.',
    );
  if ((await headOf(env, number)) !== head)
    throw new FailbackError(
      'review-not-for-this',
      `The review says that it is for pull request ${number}, which is not at the commit that was reviewed.`,
      'Nothing is written. It may have been pushed to since; its own job writes the newer review.',
    );
  const outcome = await forge.comment(body);
  if (outcome === 'not allowed')
    throw new FailbackError(
      'forge-refused',
      `${forge.name} does not let this job comment.`,
      'Give the job `permissions: { pull-requests: write }`.',
    );
  terminal.err.write(`The review was ${outcome} as a comment of pull request ${number} on ${forge.name}.\n`);
}

async function headOf(env: NodeJS.ProcessEnv, number: number): Promise<string | undefined> {
  const { GITHUB_API_URL: api = GITHUB_API, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = env;
  const { body } = await callForge('GET', `${api}/repos/${repository}/pulls/${number}`, {
    authorization: `Bearer ${token}`,
    'user-agent': 'failback',
  });
  return (body as { readonly head?: { readonly sha?: string } } | undefined)?.head?.sha;
}
