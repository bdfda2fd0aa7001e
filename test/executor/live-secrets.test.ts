import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock, test } from 'node:test';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { renderJsonReport } from '../../core/report/render-json.ts';
import { renderMarkdownReport } from '../../core/report/render-markdown.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import { readRun, sendCommand } from '../../executor/journal/runs.ts';
import { findPassword } from '../../executor/vsphere/find-password.ts';
import { openBranch } from './classic-estate.ts';
import type { TestEstate } from './estate.ts';

/** With characters that JSON writes otherwise. */
const PASSWORD = 'Canary-"of\\a-password-7f3a';
const AS_JSON = JSON.stringify(PASSWORD).slice(1, -1);
const CREATE = 'process-server/ps-branch/create';
const TOKEN = 'canary-of-a-token-51c9';

/** Answers whatever it is sent with a refusal that quotes it, as a careless proxy might. */
const parrot = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 'InvalidParameter', message: `The request was ${body}` } }));
});

/**
 * A live run's own path, down to the socket: nothing of failback knows of the simulator, only what Node would have sent to
 * Azure goes to the recording proxy, or to another address.
 */
async function live(
  check: (estate: TestEstate, sent: readonly string[], stateFile: string) => Promise<void>,
  elsewhere: (method: string, path: string) => number | undefined = () => undefined,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'failback-state-'));
  const stateFile = join(folder, 'state.jsonl');
  const estate = await openBranch({
    stateFile,
    target: { kind: 'azure' },
    knobs: { processServerRegistrationSeconds: 1200 },
    faults: ['503@put-vm', 'lost-answer@put-vm#2'],
  });
  const sent: string[] = [];
  const proxy = Number(new URL(estate.simulator.proxyUrl).port);
  const request = mock.method(https, 'request', (options: https.RequestOptions, done: never) => {
    assert.equal(options.hostname, 'management.azure.com');
    const { agent: _, ...rest } = options;
    const port = elsewhere(String(options.method), String(options.path)) ?? proxy;
    const onward = http.request({ ...rest, protocol: 'http:', hostname: '127.0.0.1', port }, done);
    const end = onward.end.bind(onward) as (...given: unknown[]) => http.ClientRequest;
    onward.end = (...given: unknown[]) => {
      if (typeof given[0] === 'string' || given[0] instanceof Uint8Array) sent.push(String(given[0]));
      return end(...given);
    };
    return onward;
  });
  try {
    await check(estate, sent, stateFile);
  } finally {
    request.mock.restore();
    await estate.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function execute(estate: TestEstate) {
  const vault = vaultOf(estate.plan);
  assert.ok(vault);
  return estate.execute({
    approvals: [],
    connect: () =>
      connectAzure({
        ...vault,
        clock: estate.clock,
        credential: { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) },
        passwordOf: (owner) => findPassword(owner, { FAILBACK_PASSWORD_PS_BRANCH: PASSWORD }),
      }),
    host: {
      notify(event) {
        if (event.kind !== 'gate-opened' && event.kind !== 'asked') return;
        sendCommand(estate.run, { kind: 'approve', step: event.step, who: 'branch-lead' }).catch(() => {});
      },
    },
  });
}

/** Everything that a run leaves behind: its folder, what the simulator kept, and the report in its three clothes. */
async function leftBehind(estate: TestEstate, stateFile: string): Promise<ReadonlyMap<string, string>> {
  const view = await readRun(estate.run);
  const written = new Map([
    ['the plan', JSON.stringify(estate.plan)],
    ['the state of the simulator', await readFile(stateFile, 'utf8')],
    ['the exchanges', JSON.stringify(estate.simulator.exchanges())],
    ['the HTML report', renderHtmlReport(view)],
    ['the Markdown report', renderMarkdownReport(view)],
    ['the JSON report', renderJsonReport(view)],
  ]);
  for (const entry of await readdir(estate.home, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) written.set(entry.name, await readFile(join(entry.parentPath, entry.name), 'utf8'));
  assert.ok(written.has('journal.jsonl') && written.has('plan.json'), [...written.keys()].join());
  return written;
}

function holdsNone(written: ReadonlyMap<string, string>, secrets: readonly string[]): void {
  for (const [what, text] of written)
    for (const secret of secrets) assert.ok(!text.includes(secret), `${what} holds '${secret}'`);
}

test('a password given for a live run reaches Azure, and no file, log or report', () =>
  live(async (estate, sent, stateFile) => {
    const state = await execute(estate);
    assert.equal(state.status, 'done', state.because);
    assert.ok(
      sent.some((body) => body.includes(AS_JSON)),
      'it was sent',
    );
    assert.ok((state.steps.get(CREATE)?.survived.length ?? 0) > 0, 'a call with it failed and was made again');
    holdsNone(await leftBehind(estate, stateFile), [PASSWORD, AS_JSON, 'password-7f3a', TOKEN]);
  }));

test('an answer that quotes the password is kept without it', async () => {
  await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve));
  const { port } = parrot.address() as AddressInfo;
  try {
    await live(
      async (estate, _, stateFile) => {
        const state = await execute(estate);
        assert.equal(state.status, 'failed');
        assert.match(state.steps.get(CREATE)?.failure?.message ?? '', /"adminPassword":"\[withheld\]"/);
        holdsNone(await leftBehind(estate, stateFile), [PASSWORD, AS_JSON, 'password-7f3a', TOKEN]);
      },
      (method, path) => (method === 'PUT' && /\/virtualMachines\//i.test(path) ? port : undefined),
    );
  } finally {
    parrot.close();
  }
});
