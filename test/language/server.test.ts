import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import {
  CHECK_REQUEST,
  type CheckAnswer,
  FINAL_LINES_REQUEST,
  type FinalLinesAnswer,
  PLAN_REQUEST,
  type PlanAnswer,
} from '../../language-server/protocol.ts';

/** The server as an editor starts it: a process of its own, over standard input and output, with files on a disk. */
describe('the language server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'failback-server-'));
  const uri = pathToFileURL(join(folder, 'contoso-erp.failback')).href;
  const published = new Map<string, readonly Diagnostic[]>();
  const waiting = new Set<() => void>();
  let server: ReturnType<typeof spawn>;
  let connection: ProtocolConnection;

  before(async () => {
    cpSync(fileURLToPath(new URL('../../examples/contoso-erp', import.meta.url)), folder, { recursive: true });
    const main = fileURLToPath(new URL('../../language-server/src/main.ts', import.meta.url));
    server = spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    connection = createProtocolConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri: of, diagnostics }: PublishDiagnosticsParams) => {
        published.set(of, diagnostics);
        for (const wake of waiting) wake();
      },
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
    const folders = [{ uri: pathToFileURL(folder).href, name: 'runbooks' }];
    const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
    const initializationOptions = { documentationRoot: 'file:///opt/failback/' };
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders,
      capabilities,
      initializationOptions,
    });
    await connection.sendNotification('initialized', {});
    const text = readFileSync(fileURLToPath(uri), 'utf8');
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'failback', version: 1, text },
    });
  });

  after(async () => {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    connection.dispose();
    server.kill();
    rmSync(folder, { recursive: true });
  });

  test('publishes what the rules say, each with a link to its page', async () => {
    const rule = await diagnostic(({ code }) => /^FB\d{3}$/.test(String(code)));
    assert.equal(rule.codeDescription?.href, `file:///opt/failback/docs/rules/${rule.code}.md`);
  });

  test('reads an inventory again when its file changes', async () => {
    const inventory = join(folder, 'contoso-erp.inventory.json');
    const intact = readFileSync(inventory, 'utf8');
    writeFileSync(inventory, intact.slice(0, 100));
    await changedOnDisk(inventory);
    const told = await diagnostic(({ code }) => code === 'inventory-unreadable');
    assert.match(String(told.message), /is not JSON/);
    writeFileSync(inventory, intact);
    await changedOnDisk(inventory);
    await until(() => (published.get(uri) ?? []).every(({ code }) => code !== 'inventory-unreadable'));
  });

  test('answers with the plan', async () => {
    const plan = await connection.sendRequest<PlanAnswer>(PLAN_REQUEST, { uri });
    assert.match(plan.hash, /^[0-9a-f]{64}$/);
    assert.match(plan.text, /contoso-erp/);
    assert.equal(plan.errors, 0);
  });

  test('answers how a runbook stands', async () => {
    const check = await connection.sendRequest<CheckAnswer>(CHECK_REQUEST, { uri });
    assert.equal(check.errors, 0);
    assert.ok(check.holds + check.unknown > 0);
  });

  test('answers which lines have no way back', async () => {
    const lines = await connection.sendRequest<FinalLinesAnswer>(FINAL_LINES_REQUEST, { uri });
    const text = readFileSync(fileURLToPath(uri), 'utf8').split('\n');
    assert.deepEqual(
      lines.map(({ line, guard }) => `${text[line]?.trim()} | ${guard}`),
      [
        'approve "Replicate back over the old machines" { by: dr-lead } | approval',
        'approve "ERP owner confirms the data" { by: erp-owner } | approval',
        'after-all { remove-leftovers: network-interfaces, public-addresses } | nobody',
      ],
    );
    assert.match(
      lines[1]?.why ?? '',
      /^Point of no return: commit of 'data', 'apps', 'front' .*It deletes the machine/,
    );
    assert.deepEqual(await connection.sendRequest(FINAL_LINES_REQUEST, { uri: `${uri}.gone` }), []);
  });

  test('says why a site file, and a file that is not there, have no plan', async () => {
    const site = await connection.sendRequest<PlanAnswer>(PLAN_REQUEST, {
      uri: uri.replace('contoso-erp.failback', 'amsterdam.site.failback'),
    });
    assert.match(site.text, /no `runbook` block/);
    const nowhere = await connection.sendRequest<PlanAnswer>(PLAN_REQUEST, { uri: `${uri}.gone` });
    assert.match(nowhere.text, /There is no file/);
    assert.equal(nowhere.errors, 1);
  });

  test('follows what is typed, with a fix for what was meant', async () => {
    const text = readFileSync(fileURLToPath(uri), 'utf8').replace(
      'architecture: modernized',
      'architecture: modernised',
    );
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text }],
    });
    const told = await diagnostic(({ code }) => code === 'unknown-word');
    const context = { diagnostics: [told] };
    const actions = await connection.sendRequest<{ title: string }[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: told.range,
      context,
    });
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Write `modernized`'],
    );
  });

  function changedOnDisk(path: string): Promise<void> {
    const changes = [{ uri: pathToFileURL(path).href, type: 2 }];
    return connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  async function diagnostic(isWanted: (one: Diagnostic) => boolean): Promise<Diagnostic> {
    await until(() => (published.get(uri) ?? []).some(isWanted));
    return (published.get(uri) ?? []).find(isWanted)!;
  }

  /** Resolves once what was published fulfils the condition. The test runner's own limit ends a wait that never does. */
  async function until(isFulfilled: () => boolean): Promise<void> {
    while (!isFulfilled()) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
      });
    }
  }
});
