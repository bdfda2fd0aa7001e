import { MARKER } from '../../core/review/render-comment.ts';
import { callForge, refused } from './call-forge.ts';
import { type Forge, NOT_ALLOWED } from './forge.ts';

export interface AzureDevOpsPullRequest {
  /** `https://dev.azure.com/contoso/`, as `System.CollectionUri` says. */
  readonly collection: string;
  readonly project: string;
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

interface Thread {
  readonly id: number;
  readonly comments?: readonly { readonly id: number; readonly content?: string | null }[];
}

/**
 * A thread of the pull request with one comment.
 * @source https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads (7.1)
 */
export function azureDevOps({ collection, project, repository, number, token }: AzureDevOpsPullRequest): Forge {
  const headers = { authorization: `Bearer ${token}` };
  const base = `${collection.replace(/\/$/, '')}/${encodeURIComponent(project)}/_apis/git/repositories/${encodeURIComponent(repository)}`;
  const threads = `${base}/pullRequests/${number}/threads`;
  const version = 'api-version=7.1';
  return {
    name: 'Azure DevOps',
    async comment(content) {
      const listed = await callForge('GET', `${threads}?${version}`, headers);
      if (NOT_ALLOWED.has(listed.status)) return 'not allowed';
      const rows = (listed.body as { readonly value?: readonly Thread[] } | undefined)?.value;
      if (listed.status !== 200 || rows === undefined) throw refused('Azure DevOps', 'listing the threads', listed);
      const own = rows.flatMap(({ id, comments = [] }) =>
        comments
          .filter((comment) => comment.content?.startsWith(MARKER))
          .map((comment) => ({ thread: id, comment: comment.id })),
      )[0];
      const answer =
        own === undefined
          ? await callForge('POST', `${threads}?${version}`, headers, {
              comments: [{ parentCommentId: 0, content, commentType: 'text' }],
              status: 'closed',
            })
          : await callForge('PATCH', `${threads}/${own.thread}/comments/${own.comment}?${version}`, headers, {
              content,
            });
      if (NOT_ALLOWED.has(answer.status)) return 'not allowed';
      if (answer.status !== 200 && answer.status !== 201) throw refused('Azure DevOps', 'writing the comment', answer);
      return own === undefined ? 'written' : 'rewritten';
    },
  };
}
