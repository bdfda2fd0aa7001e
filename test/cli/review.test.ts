import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { harmless } from '../../cli/review/artifact.ts';
import { inProcess, inProcessWith } from './in-process.ts';

const example = join(import.meta.dirname, '../../examples/contoso-erp');
const MARKER = '<!-- failback review -->';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: {
    readonly body?: string;
    readonly content?: string;
    readonly comments?: readonly { content: string }[];
  };
}

/** A forge on loopback that says what a test wants it to say and keeps what it was asked. */
class FakeForge {
  readonly asked: Asked[] = [];
  readonly #server: Server;

  constructor(answer: (method: string, url: string) => { status: number; body: unknown }) {
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        const [method, url] = [request.method ?? '', request.url ?? ''];
        this.asked.push({ method, url, body: text === '' ? {} : JSON.parse(text) });
        const { status, body } = answer(method, url);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('failback review', () => {
  let home: string;
  let forge: FakeForge | undefined;
  const file = (name: string) => join(home, name);

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-review-')));
    cpSync(example, file('erp'), { recursive: true });
    commit('The runbook');
    git('checkout', '-q', '-b', 'change');
    const runbook = file('erp/contoso-erp.failback');
    writeFileSync(runbook, readFileSync(runbook, 'utf8').replace('hold: 24 h', 'hold: 1 h'));
    commit('A shorter soak');
  });
  afterEach(() => {
    forge?.stop();
    forge = undefined;
    rmSync(home, { recursive: true, force: true });
  });

  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: home, encoding: 'utf8', stdio: 'pipe' }).trim();
  const commit = (message: string) => {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('-c', 'user.name=Dana', '-c', 'user.email=dana@contoso.example', 'commit', '-q', '-m', message);
  };

  /** The environment of a build of GitHub for pull request 7, whose forge answers thus. */
  async function onGitHub(answer: (method: string, url: string) => { status: number; body: unknown }) {
    forge = new FakeForge(answer);
    const event = file('event.json');
    writeFileSync(
      event,
      JSON.stringify({ pull_request: { number: 7, base: { ref: 'main', sha: git('rev-parse', 'main') } } }),
    );
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: await forge.start(),
      GITHUB_REPOSITORY: 'contoso/runbooks',
      GITHUB_TOKEN: 'token',
      GITHUB_EVENT_PATH: event,
      GITHUB_STEP_SUMMARY: file('summary.md'),
    };
  }

  it('says what a branch means, whatever happened on main since', async () => {
    const { code, out } = await inProcess(home, 'review', '--as-of', 'capture');
    assert.equal(code, 0);
    assert.ok(out.startsWith(MARKER));
    assert.match(out, /^# 🟠 Failback review: 1 change of meaning \(1 serious\)/m);
    assert.match(out, /The waiting time before commit was 24 h and is 1 h\./);
    assert.match(out, /```mermaid\nflowchart LR/);
    assert.match(out, /Who approves this approves the plan `\w{64}`/);
  });

  it('writes one comment, and the next push rewrites it', async () => {
    const first = await onGitHub((method) =>
      method === 'GET' ? { status: 200, body: [] } : { status: 201, body: { id: 1 } },
    );
    const written = await inProcessWith(home, first, 'review', '--post', '--as-of', 'capture');
    assert.match(written.err, /written as a comment of pull request 7 on GitHub/);
    assert.deepEqual(
      forge?.asked.map(({ method, url }) => `${method} ${url}`),
      [
        'GET /repos/contoso/runbooks/issues/7/comments?per_page=100&page=1',
        'POST /repos/contoso/runbooks/issues/7/comments',
      ],
    );
    forge?.stop();

    // The comment stands on the second page, behind a hundred others.
    const others = Array.from({ length: 100 }, (_, id) => ({ id, body: 'Looks good' }));
    const later = await onGitHub((method, url) => {
      if (method !== 'GET') return { status: 200, body: {} };
      return { status: 200, body: url.endsWith('page=1') ? others : [{ id: 4711, body: `${MARKER}\n\nold` }] };
    });
    const rewritten = await inProcessWith(home, later, 'review', '--post', '--as-of', 'capture');
    assert.match(rewritten.err, /rewritten as a comment/);
    const last = forge?.asked.at(-1);
    assert.equal(`${last?.method} ${last?.url}`, 'PATCH /repos/contoso/runbooks/issues/comments/4711');
    assert.match(last?.body.body ?? '', /1 change of meaning/);
  });

  it('leaves an artifact and a summary where a fork may not comment, and another job writes it', async () => {
    const fork = await onGitHub(() => ({ status: 403, body: { message: 'Resource not accessible by integration' } }));
    const { code, err } = await inProcessWith(
      home,
      fork,
      'review',
      '--post',
      '--artifact',
      'left',
      '--as-of',
      'capture',
    );
    assert.equal(code, 0);
    assert.match(
      err,
      /may not comment; the review is in 'left\/failback-review\.json' for a job that may, and in the summary/,
    );
    assert.match(readFileSync(file('summary.md'), 'utf8'), /1 change of meaning/);
    forge?.stop();

    const head = git('rev-parse', 'HEAD');
    const base = await onGitHub((method, url) => {
      if (url.includes('/pulls/')) return { status: 200, body: { head: { sha: head } } };
      return method === 'GET' ? { status: 200, body: [] } : { status: 201, body: {} };
    });
    const event = file('run.json');
    writeFileSync(event, JSON.stringify({ workflow_run: { head_sha: head } }));
    const job = { ...base, GITHUB_EVENT_PATH: event };
    const posted = await inProcessWith(home, job, 'review', '--from-artifact', 'left');
    assert.equal(posted.code, 0, posted.err);
    assert.match(forge?.asked.at(-1)?.body.body ?? '', /1 change of meaning/);

    writeFileSync(event, JSON.stringify({ workflow_run: { head_sha: '0'.repeat(40) } }));
    const other = await inProcessWith(home, job, 'review', '--from-artifact', 'left');
    assert.equal(other.code, 1);
    assert.match(other.err, /pull request 7, which is not at the commit that was reviewed/);
  });

  it('keeps its comment on Azure DevOps in a thread of its own', async () => {
    forge = new FakeForge((method) =>
      method === 'GET'
        ? { status: 200, body: { value: [{ id: 3, comments: [{ id: 1, content: `${MARKER} old` }] }] } }
        : { status: 200, body: {} },
    );
    const env = {
      TF_BUILD: 'True',
      SYSTEM_COLLECTIONURI: `${await forge.start()}/`,
      SYSTEM_TEAMPROJECT: 'Disaster Recovery',
      SYSTEM_ACCESSTOKEN: 'token',
      SYSTEM_PULLREQUEST_PULLREQUESTID: '12',
      BUILD_REPOSITORY_ID: 'a1b2',
    };
    const { err } = await inProcessWith(home, env, 'review', '--post', '--base', 'main', '--as-of', 'capture');
    assert.match(err, /rewritten as a comment of pull request 12 on Azure DevOps/);
    assert.equal(
      forge.asked.at(-1)?.url,
      '/Disaster%20Recovery/_apis/git/repositories/a1b2/pullRequests/12/threads/3/comments/1?api-version=7.1',
    );
  });

  it('tells a forge that fails from one that refuses', async () => {
    const env = await onGitHub(() => ({ status: 500, body: { message: 'Server Error' } }));
    const { code, err } = await inProcessWith(home, env, 'review', '--post', '--as-of', 'capture');
    assert.equal(code, 1);
    assert.match(err, /GitHub answered 500 when listing the comments: Server Error/);
    assert.ok(!existsSync(file('failback-review')));
  });

  it('writes findings as SARIF and JUnit, and ends as asked', async () => {
    const { code } = await inProcess(
      home,
      'review',
      '--as-of',
      'capture',
      '--sarif',
      'a.sarif',
      '--junit',
      'a.xml',
      '--fail-on',
      'serious',
    );
    assert.equal(code, 1);
    assert.equal(JSON.parse(readFileSync(file('a.sarif'), 'utf8')).version, '2.1.0');
    const junit = readFileSync(file('a.xml'), 'utf8');
    assert.match(junit, /<testsuite name="erp\/contoso-erp\.failback" tests="\d+" failures="0" skipped="\d+">/);
    assert.match(junit, /<testcase classname="erp\/contoso-erp\.failback" name="FB002 for erp-db-01"\/>/);
    assert.equal((await inProcess(home, 'review', '--as-of', 'capture', '--fail-on', 'grave')).code, 0);
  });

  it('says that a text is broken, and ends with 1', async () => {
    const runbook = file('erp/contoso-erp.failback');
    writeFileSync(runbook, readFileSync(runbook, 'utf8').replace('architecture: modernized', 'architecture: new'));
    const { code, out } = await inProcess(home, 'review');
    assert.equal(code, 1);
    assert.match(out, /# ⛔ Failback review: a text is broken/);
  });

  it('says how to name where the branch began, where there is no main', async () => {
    git('branch', '-m', 'main', 'trunk');
    const { code, err } = await inProcess(home, 'review');
    assert.equal(code, 2);
    assert.match(err, /There is no branch 'main' here[\s\S]*failback review --base/);
    assert.match((await inProcess(home, 'review', '--base', 'trunk')).out, /contoso-erp/);
  });

  it('takes what could do anything out of what a fork wrote', () => {
    const evil = `${MARKER}\n@dana [click me](https://evil.example) <img src=x onerror=y> ![](http://x/y.png) [a]: javascript:1\nwww.evil.example`;
    const text = harmless(evil);
    assert.ok(text.startsWith(MARKER));
    for (const pattern of [/@\w/, /\]\(/, /<img/, /https?:\/\//, /www\.e/, /\]: /]) assert.doesNotMatch(text, pattern);
    assert.match(
      harmless(`${MARKER}<details><summary>x</summary></details>`),
      /<details><summary>x<\/summary><\/details>/,
    );
  });
});
