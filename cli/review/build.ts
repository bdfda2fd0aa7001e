import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { azureDevOps } from './azure-devops.ts';
import type { Forge } from './forge.ts';
import { GITHUB_API, gitHub } from './github.ts';

/** What a build says of the pull request that it runs for. */
export interface Build {
  /** The branch or commit that the pull request goes into. */
  readonly base: string | undefined;
  /** Where the one comment goes; undefined when the build is for no pull request or has no token. */
  readonly forge: Forge | undefined;
  /** A file that GitHub shows as the summary of the job. */
  readonly summary: string | undefined;
  /** Number of the pull request, where the build knows it. */
  readonly number: number | undefined;
}

const pullRequestEvent = z.object({
  pull_request: z.object({ number: z.number().int().positive(), base: z.object({ ref: z.string(), sha: z.string() }) }),
});

const finishedEvent = z.object({ workflow_run: z.object({ head_sha: z.string() }) });

/** Reads the environment of GitHub Actions or Azure Pipelines; elsewhere nothing is known. */
export function buildOf(env: NodeJS.ProcessEnv): Build {
  if (env.GITHUB_ACTIONS === 'true') return ofGitHub(env);
  if (env.TF_BUILD !== undefined) return ofAzure(env);
  return { base: undefined, forge: undefined, summary: undefined, number: undefined };
}

function ofGitHub(env: NodeJS.ProcessEnv): Build {
  const event = pullRequestEvent.safeParse(eventOf(env));
  const number = event.success ? event.data.pull_request.number : undefined;
  return {
    base: event.success ? event.data.pull_request.base.sha : undefined,
    forge: number === undefined ? undefined : gitHubFor(env, number),
    summary: env.GITHUB_STEP_SUMMARY,
    number,
  };
}

/** The forge for a pull request of this repository. @throws nothing; undefined without a token */
export function gitHubFor(env: NodeJS.ProcessEnv, number: number): Forge | undefined {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = GITHUB_API } = env;
  if (token === undefined || token === '' || repository === undefined) return undefined;
  return gitHub({ api, repository, number, token });
}

/** The commit that the run which has just finished was for. @throws FailbackError `usage` outside such a job */
export function finishedHead(env: NodeJS.ProcessEnv): string {
  const event = finishedEvent.safeParse(eventOf(env));
  if (event.success) return event.data.workflow_run.head_sha;
  throw new FailbackError(
    'usage',
    'This job was not started by a workflow that has finished, so there is no review to write for anybody.',
    'Use it in a workflow with `on: workflow_run`, as .github/workflows/failback-comment.yml does.',
  );
}

function eventOf({ GITHUB_EVENT_PATH: path }: NodeJS.ProcessEnv): unknown {
  return path === undefined ? undefined : JSON.parse(readFileSync(path, 'utf8'));
}

/** @source https://learn.microsoft.com/azure/devops/pipelines/build/variables */
function ofAzure(env: NodeJS.ProcessEnv): Build {
  const number = Number(env.SYSTEM_PULLREQUEST_PULLREQUESTID ?? Number.NaN);
  const target = env.SYSTEM_PULLREQUEST_TARGETBRANCH?.replace(/^refs\/heads\//, '');
  const { SYSTEM_ACCESSTOKEN: token, SYSTEM_COLLECTIONURI: collection, SYSTEM_TEAMPROJECT: project } = env;
  const repository = env.BUILD_REPOSITORY_ID;
  const known = token !== undefined && collection !== undefined && project !== undefined && repository !== undefined;
  return {
    base: target === undefined ? undefined : `origin/${target}`,
    forge:
      known && Number.isInteger(number) ? azureDevOps({ collection, project, repository, number, token }) : undefined,
    summary: undefined,
    number: Number.isInteger(number) ? number : undefined,
  };
}
