import { MARKER } from '../../core/review/render-comment.ts';
import { callForge, refused } from './call-forge.ts';
import { type Forge, NOT_ALLOWED } from './forge.ts';

/** Where an action runs, its environment names another only on an enterprise server. */
export const GITHUB_API = 'https://api.github.com';

export interface GitHubPullRequest {
  /** `https://api.github.com`, or that of an enterprise server. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

/** Comments of a pull request are those of its issue. @source https://docs.github.com/rest/issues/comments */
export function gitHub({ api, repository, number, token }: GitHubPullRequest): Forge {
  const headers = { authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28', 'user-agent': 'failback' };
  const comments = `${api}/repos/${repository}/issues/${number}/comments`;

  /** Undefined: there is none. Null: this token may not even look. */
  const earlier = async (): Promise<number | undefined | null> => {
    for (let page = 1; ; page++) {
      const answer = await callForge('GET', `${comments}?per_page=100&page=${page}`, headers);
      if (NOT_ALLOWED.has(answer.status)) return null;
      if (answer.status !== 200 || !Array.isArray(answer.body)) throw refused('GitHub', 'listing the comments', answer);
      const rows = answer.body as readonly { readonly id: number; readonly body?: string | null }[];
      const found = rows.find(({ body }) => body?.startsWith(MARKER));
      if (found !== undefined) return found.id;
      if (rows.length < 100) return undefined;
    }
  };

  return {
    name: 'GitHub',
    async comment(body) {
      const id = await earlier();
      if (id === null) return 'not allowed';
      const answer =
        id === undefined
          ? await callForge('POST', comments, headers, { body })
          : await callForge('PATCH', `${api}/repos/${repository}/issues/comments/${id}`, headers, { body });
      if (NOT_ALLOWED.has(answer.status)) return 'not allowed';
      if (answer.status !== 200 && answer.status !== 201) throw refused('GitHub', 'writing the comment', answer);
      return id === undefined ? 'written' : 'rewritten';
    },
  };
}
