/**
 * Runs that older failbacks wrote: `fixtures/journal-1` to `journal-3`, by the versions of their journals. They were made
 * with the code of then, and must never be written anew.
 */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { INVENTORY_VERSION } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import { PLAN_VERSION } from '../../core/plan/plan.ts';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { renderJsonReport } from '../../core/report/render-json.ts';
import { renderMarkdownReport } from '../../core/report/render-markdown.ts';
import { JOURNAL_VERSION } from '../../core/run/events.ts';
import { reduce } from '../../core/run/reduce.ts';
import { openRunFiles } from '../../executor/journal/evidence/run-files.ts';
import { isIntact, verifyRun } from '../../executor/journal/evidence/verify-run.ts';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { RUN_VERSION } from '../../executor/journal/run-directory.ts';
import { listRuns, type RunHandle, readHead, readPlan, readRun } from '../../executor/journal/runs.ts';

const home = mkdtempSync(join(tmpdir(), 'failback-older-'));
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
cpSync(fixtures, join(home, 'runs'), { recursive: true });
after(() => rmSync(home, { recursive: true }));

const older = [
  { name: 'journal-1', version: 1, home: 1, machines: 1, jobs: 4 },
  { name: 'journal-2', version: 2, home: 2, machines: 2, jobs: 8 },
  // The last whose lines have one event each; it is handed over at its beginning.
  { name: 'journal-3', version: 3, home: 3, machines: 3, jobs: 12 },
] as const;
const handle = (name: string): RunHandle => ({ id: name, directory: join(home, 'runs', name) });

for (const { name, version, home: came, machines, jobs } of older)
  test(`a run whose journal has version ${version} is read, reported and verified`, async () => {
    const run = handle(name);
    const journal = readFileSync(join(run.directory, 'journal.jsonl'), 'utf8');
    const versions = journal
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).v as number);
    assert.equal(Math.max(...versions), version);
    const view = await readRun(run);
    assert.deepEqual([view.state.status, view.home, view.plan.machines.length], ['done', came, machines]);
    const report = JSON.parse(renderJsonReport(view));
    assert.equal(report.jobs.filter(({ jobId }: { jobId: string }) => jobId !== undefined).length >= jobs, true);
    assert.ok(renderHtmlReport(view).length > 1000 && renderMarkdownReport(view).length > 500);
    const verification = await verifyRun(await openRunFiles(run.directory, name));
    assert.ok(isIntact(verification), JSON.stringify(verification.checks, undefined, 2));
    // What the run was laid down with stands in its first line by then.
    const files = verification.checks.find(({ what }) => what === 'files');
    assert.equal(files?.outcome, version < 3 ? 'untold' : 'good');
  });

test('every prefix of an older journal has a meaning, the same each time', async () => {
  for (const { name } of older) {
    const run = handle(name);
    const [plan, { events }] = await Promise.all([readPlan(run), readJournal(join(run.directory, 'journal.jsonl'))]);
    for (let length = 1; length <= events.length; length += 7) {
      const meaning = () => JSON.stringify([...reduce(plan, events.slice(0, length)).steps.values()]);
      assert.equal(meaning(), meaning());
    }
  }
});

test('older runs are listed beside newer ones', async () => {
  const listed = await listRuns(home);
  assert.deepEqual(
    listed.map(({ id, status, trouble }) => [id, status, trouble]).sort(),
    older.map(({ name }) => [name, 'done', undefined]),
  );
});

test('what a newer failback wrote is refused, with what to do', async () => {
  const copy = join(home, 'newer');
  cpSync(join(fixtures, 'journal-1'), copy, { recursive: true });
  const run: RunHandle = { id: 'newer', directory: copy };
  const rewrite = (file: string, change: (text: string) => string) =>
    writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')));
  rewrite('journal.jsonl', (text) => text.replace('{"v":1', `{"v":${JOURNAL_VERSION + 1}`));
  await assert.rejects(readRun(run), (error: Error & { remedy?: string }) => {
    assert.match(error.message, /has version 5: a newer failback wrote it/);
    assert.match(error.remedy ?? '', /update this one/);
    return true;
  });
  const verification = await verifyRun(await openRunFiles(copy, 'newer'));
  assert.match(verification.checks.find(({ what }) => what === 'journal')?.sentence ?? '', /a newer failback wrote it/);
  rewrite('run.json', (text) => text.replace(/"version": \d+/, `"version": ${RUN_VERSION + 1}`));
  await assert.rejects(readHead(run), { code: 'run-version' });
  const plan = readFileSync(join(copy, 'plan.json'), 'utf8').replace('"version":1', `"version":${PLAN_VERSION + 1}`);
  assert.throws(() => parsePlan(plan, 'plan.json'), { code: 'plan-version', message: /this failback reads version/ });
  const inventory = readFileSync(join(copy, 'inventory.json'), 'utf8').replace(
    /"version": ?1/,
    `"version": ${INVENTORY_VERSION + 1}`,
  );
  assert.throws(() => parseInventory(inventory, 'i.json'), {
    code: 'inventory-version',
    message: /this failback reads version/,
  });
});

test('an inventory of then, each entry with its own moment, is read as one of now is', () => {
  for (const { name } of older) {
    const text = readFileSync(join(fixtures, name, 'inventory.json'), 'utf8');
    const inventory = parseInventory(text, name);
    assert.ok((inventory.items ?? []).every(({ seenAt }) => !Number.isNaN(Date.parse(seenAt))));
  }
});
