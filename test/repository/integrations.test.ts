import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { failbackProgram } from '../../cli/program.ts';
import { contextForTests } from '../cli/in-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uses?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = load(read('action.yml')) as Action;

describe('the GitHub Action, its steps run as GitHub runs them, against a forge on loopback', () => {
  let home: string;
  let api: string;
  const asked: { method: string; url: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', body });
      response.writeHead(request.method === 'GET' ? 200 : 201).end(request.method === 'GET' ? '[]' : '{}');
    });
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-action-')));
    cpSync(join(root, 'examples/contoso-erp'), join(home, 'work/erp'), { recursive: true });
    const git = (...args: readonly string[]) =>
      execFileSync('git', args, { cwd: join(home, 'work'), encoding: 'utf8' }).trim();
    const commit = () => {
      git('add', '-A');
      git('-c', 'user.name=Dana', '-c', 'user.email=dana@contoso.example', 'commit', '-q', '-m', 'A change');
    };
    git('init', '-q', '-b', 'main');
    commit();
    const base = git('rev-parse', 'HEAD');
    const runbook = join(home, 'work/erp/contoso-erp.failback');
    writeFileSync(runbook, readFileSync(runbook, 'utf8').replace('hold: 24 h', 'hold: 1 h'));
    commit();
    writeFileSync(
      join(home, 'event.json'),
      JSON.stringify({ pull_request: { number: 5, base: { ref: 'main', sha: base } } }),
    );
    // The action's own folder: the command from its source, so that the test needs no build.
    mkdirSync(join(home, 'action/node_modules/.bin'), { recursive: true });
    writeFileSync(join(home, 'action/package.json'), JSON.stringify({ scripts: { setup: 'node -e ""' } }));
    const command = join(home, 'action/node_modules/.bin/failback');
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'cli/main.ts')}' "$@"\n`, {
      mode: 0o755,
    });
    symlinkSync(join(root, 'package.json'), join(home, 'action/real-package.json'));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('writes the comment, the findings and the tests', async () => {
    for (const step of action.runs.steps) await perform(step, { 'fail-on': 'grave' });
    assert.deepEqual(
      asked.map(({ method }) => method),
      ['GET', 'POST'],
    );
    assert.match(
      (JSON.parse(asked.at(-1)?.body ?? '') as { body: string }).body,
      /The waiting time before commit was 24 h and is 1 h/,
    );
    for (const file of ['failback.sarif', 'failback.junit.xml']) assert.ok(existsSync(join(home, 'work', file)), file);
  });

  it('fails where it is told to', async () => {
    await assert.rejects(async () => {
      for (const step of action.runs.steps) await perform(step, { 'fail-on': 'serious' });
    });
  });

  it('takes no input as text of a script', () => {
    for (const { run } of action.runs.steps) assert.doesNotMatch(run ?? '', /\$\{\{/);
  });

  async function perform({ run, env = {} }: Step, given: Readonly<Record<string, string>>): Promise<void> {
    const filled = Object.entries(env).map(([name, value]) => [name, fill(value, given)]);
    await promisify(execFile)('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run ?? ''], {
      cwd: join(home, 'work'),
      env: {
        PATH: process.env.PATH,
        HOME: home,
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: api,
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'contoso/runbooks',
        GITHUB_RUN_ID: '1',
        GITHUB_EVENT_PATH: join(home, 'event.json'),
        ...Object.fromEntries(filled),
      },
    });
  }

  function fill(value: string, given: Readonly<Record<string, string>>): string {
    return (
      value
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub writes its expressions so.
        .replace('${{ github.action_path }}', join(home, 'action'))
        .replace(
          /\$\{\{ inputs\.([\w-]+) \}\}/g,
          (_, name: string) => given[name] ?? action.inputs[name]?.default ?? assert.fail(name),
        )
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub writes its expressions so.
        .replace('${{ github.token }}', 'token')
    );
  }
});

describe('what the integrations call', () => {
  const program = failbackProgram(contextForTests().context);

  for (const file of [
    'action.yml',
    'integrations/github/failback-comment.yml',
    'integrations/azure-pipelines/failback-review.yml',
  ])
    it(`${file} calls commands and options that there are`, () => {
      load(read(file));
      const calls = [
        ...read(file)
          .replaceAll('\\\n', ' ')
          .matchAll(/failback"? (review|check|format)\b(.*)/g),
      ];
      assert.ok(calls.length > 0);
      for (const [, name, rest = ''] of calls) {
        const command = program.commands.find((one) => one.name() === name);
        for (const [option] of rest.matchAll(/(?<=\s)--[a-z-]+/g))
          assert.ok(
            command?.options.some(({ long }) => long === option),
            `${name} has ${option}`,
          );
      }
    });

  it('the hooks for pre-commit do, too', () => {
    const hooks = load(read('.pre-commit-hooks.yaml')) as readonly { id: string; entry: string; files: string }[];
    assert.deepEqual(
      hooks.map(({ id }) => id),
      ['failback-format', 'failback-check'],
    );
    for (const { entry, files } of hooks) {
      const [, name, ...options] = entry.split(' ');
      const command = program.commands.find((one) => one.name() === name);
      for (const option of options)
        assert.ok(
          command?.options.some(({ long }) => long === option),
          entry,
        );
      assert.ok(new RegExp(files).test('sites/erp.failback'));
    }
  });
});
