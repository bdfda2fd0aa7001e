import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inProcess } from './in-process.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

/** What each command line prints, as files; `UPDATE=1` writes them anew. */
const outputs: readonly (readonly [file: string, code: number, ...args: string[]])[] = [
  ['check.txt', 0, 'check', 'two-machines.failback'],
  ['check-unknown.txt', 1, 'check', 'two-machines.failback', '--fail-on', 'unknown'],
  ['check-broken.txt', 1, 'check', 'broken.failback', 'site.failback'],
  ['check-github.txt', 1, 'check', 'broken.failback', '--format', 'github'],
  ['plan.txt', 0, 'plan', 'two-machines.failback'],
  ['plan.md', 0, 'plan', 'two-machines.failback', '--format', 'markdown'],
  ['plan.mmd', 0, 'plan', 'two-machines.failback', '--format', 'mermaid'],
  ['plan-first-half.txt', 0, 'plan', 'two-machines.failback', '--until', 'replicated'],
  ['format-check.txt', 1, 'format', '--check', 'untidy.failback', 'site.failback'],
  ['help.txt', 0, '--help'],
];

for (const [file, code, ...args] of outputs) {
  test(`failback ${args.join(' ')}`, async () => {
    const done = await inProcess(fixtures, ...args);
    same(file, withoutPlace(`${done.out}${done.err === '' ? '' : `--- stderr\n${done.err}`}`));
    assert.equal(done.code, code);
  });
}

test('every rule of the catalogue is explained, whatever the case of its code', async () => {
  const { out } = await inProcess(fixtures, 'explain');
  const codes = out
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(0, 5));
  assert.ok(codes.length >= 40, `${codes.length} rules`);
  for (const code of codes) {
    const { code: exit, out: text } = await inProcess(fixtures, 'explain', code.toLowerCase());
    assert.equal(exit, 0);
    assert.ok(text.includes(code), `${code} explains itself`);
  }
});

test('a breach of very many machines is told of the first, and counted for the rest', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'failback-check-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const machines = Array.from({ length: 200 }, (_, number) => `vm idle-${number} {}`);
  const runbook = `runbook many {\n  architecture: modernized\n}\n\n${machines.join('\n')}\n`;
  writeFileSync(join(folder, 'many.failback'), runbook);
  const { out } = await inProcess(folder, 'check', 'many.failback');
  assert.equal(out.match(/^many\.failback:\d+:\d+ warning FB157 /gm)?.length, 20);
  assert.match(out, /^FB157 \(warning\): 180 more; `--format json` has them all\.$/m);
  assert.ok(out.split('\n').length < 600, `${out.split('\n').length} lines`);
});

test('the JSON of a check holds every judgement and every finding, on stdout alone', async () => {
  const { out, err } = await inProcess(fixtures, 'check', 'two-machines.failback', '--format', 'json');
  const { schema, version, files } = JSON.parse(out);
  assert.deepEqual([schema, version, err, files.length], ['failback/check', 1, '', 1]);
  const [{ file, problems, findings, judgements }] = files;
  assert.deepEqual([file, problems], ['two-machines.failback', []]);
  assert.ok(judgements.length > findings.length && findings.length > 0);
});

test('the SARIF log names rules that exist, and its places lie in the file', async () => {
  const { out } = await inProcess(fixtures, 'check', 'broken.failback', 'two-machines.failback', '--format', 'sarif');
  const [run] = JSON.parse(out).runs;
  const rules = new Set(run.tool.driver.rules.map(({ id }: { id: string }) => id));
  const findings = run.results.filter(({ ruleId }: { ruleId: string }) => ruleId.startsWith('FB'));
  assert.ok(findings.length > 0);
  for (const { ruleId, kind, level, locations } of findings) {
    assert.ok(rules.has(ruleId), ruleId);
    assert.equal(kind === 'open', level === 'none');
    const { artifactLocation, region } = locations[0].physicalLocation;
    const lines = readFileSync(new URL(`fixtures/${artifactLocation.uri}`, import.meta.url), 'utf8').split('\n');
    assert.ok(
      region.startColumn <= (lines[region.startLine - 1]?.length ?? -1),
      `${ruleId} at ${region.startLine}:${region.startColumn}`,
    );
  }
});

/** The folder of the checkout differs from machine to machine, and what the hash covers is pinned by the plan's own tests. */
function withoutPlace(text: string): string {
  return text
    .replaceAll(encodeURI(`file://${fixtures}`), 'file:///FIXTURES')
    .replaceAll(fixtures, 'FIXTURES')
    .replace(/\b[0-9a-f]{64}\b/g, 'HASH')
    .replace(/\bplan [0-9a-f]{12}\b/g, 'plan HASH');
}

function same(name: string, actual: string): void {
  const file = new URL(`expected/${name}`, import.meta.url);
  if (process.env.UPDATE !== undefined) writeFileSync(file, actual);
  assert.equal(actual, readFileSync(file, 'utf8'));
}
