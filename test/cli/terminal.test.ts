import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseStep } from '../../cli/runs/choose-step.ts';
import { drawRun } from '../../cli/terminal/draw-run.ts';
import type { Frame } from '../../cli/terminal/frame.ts';
import { RunNarrator } from '../../cli/terminal/narrate-run.ts';
import { paintFor } from '../../cli/terminal/paint.ts';
import { textWidth, toWidth, truncate } from '../../cli/terminal/text-width.ts';
import type { MachineView, RunView } from '../../core/run/view.ts';
import { type Moment, sampleRun } from '../report/sample-run.ts';

const plain = paintFor(false, {});
const frame = (columns: number, rows: number): Frame => ({ columns, rows, paint: plain });

for (const moment of ['waiting', 'failed', 'done'] satisfies Moment[]) {
  test(`the bars of a run that is ${moment}`, () =>
    same(`bars-${moment}.txt`, `${drawRun(sampleRun(moment), frame(90, 30)).join('\n')}\n`));
}

test('what failed while the rest goes on is told in words, whole where it is printed once, with a command to copy', () => {
  const { state, ...view } = sampleRun('failed');
  const running: RunView = { ...view, state: { ...state, status: 'running', endedAt: undefined } };
  same('bars-failure.txt', `${drawRun(running, { ...frame(80, 60), wraps: true }).join('\n')}\n`);
  const redrawn = drawRun(running, frame(80, 24)).join('\n');
  assert.match(redrawn, /^✗ Fail over erp-app-01 to Amsterdam failed \(95226\)/m);
});

test('a run whose process is gone says so, and how to go on', () => {
  const lines = drawRun({ ...sampleRun('waiting'), alive: false }, frame(100, 30)).join('\n');
  assert.match(lines, /No process executes the run '20261205-100000-7f3a'/);
  assert.match(lines, /failback resume 20261205-100000-7f3a/);
});

test('no frame is wider or higher than its terminal, whatever the size and the names', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 220 }),
      fc.integer({ min: 12, max: 60 }),
      fc.constantFrom<Moment>('waiting', 'failed', 'done'),
      fc.string({ unit: 'binary', maxLength: 60 }),
      (columns, rows, moment, name) => {
        const lines = drawRun(renamed(sampleRun(moment), name), frame(columns, rows));
        assert.ok(lines.length <= rows - 1, `${lines.length} lines in ${rows} rows`);
        for (const line of lines) {
          assert.ok(textWidth(line) <= columns, `${textWidth(line)} columns in ${columns}: ${line}`);
          assert.doesNotMatch(line, /\p{Cc}/u);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a thousand machines fit on a screen: those that need eyes, and a line for the rest', () => {
  const lines = drawRun(crowd(1000), frame(100, 30));
  assert.ok(lines.length <= 29);
  assert.match(lines.find((line) => line.includes('machine-0500')) ?? '', /Fail over/, 'the one that failed is shown');
  assert.match(lines.join('\n'), /and 9\d\d more machines: 1 failed, 999 running/);
});

test('a thousand machines that move at once are one plain line', () => {
  const narrator = new RunNarrator();
  narrator.tell(sampleRun('waiting'));
  const lines = narrator.tell(sampleRun('done'));
  assert.ok(
    lines.some((line) => / {2}apps: Commit erp-app-01, .*: done$/.test(line)),
    lines.join('\n'),
  );
  assert.deepEqual(narrator.tell(sampleRun('done')), [], 'nothing new is nothing said');
});

test('the whole story of a failed run in plain lines', () => {
  const narrator = new RunNarrator();
  const lines = [...narrator.tell(sampleRun('waiting')), ...narrator.tell(sampleRun('failed'))];
  same('lines-failed.txt', `${lines.join('\n')}\n`);
});

test('a line carries the moment of what it tells, however late somebody looks, and the lines are in its order', () => {
  const { state, ...view } = sampleRun('done');
  const lines = new RunNarrator().tell({ ...view, state, now: '2026-12-31T23:59:00.000Z' });
  const stamps = lines.map((line) => line.slice(0, 11));
  assert.deepEqual(stamps, stamps.toSorted(), lines.join('\n'));
  const late = lines.filter((line) => line.startsWith('12-31 23:59'));
  assert.deepEqual(
    late.map((line) => line.slice(13).split(':')[0]),
    ['progress'],
    'only how far it is, is of now',
  );
  const reprotect = view.waves[0]?.machines.map(
    ({ steps }) => steps.find(({ plan }) => plan.kind === 'reprotect')?.state.endedAt ?? '',
  );
  const told = lines.find((line) => / {2}data: Reprotect .*: done$/.test(line));
  assert.equal(told?.slice(0, 11), reprotect?.toSorted().at(-1)?.slice(5, 16).replace('T', ' '));
});

test('wide letters take two columns, marks none, and a cut text ends with an ellipsis', () => {
  assert.deepEqual(['abc', 'サーバ', 'e\u0301', '👩‍💻', ''].map(textWidth), [3, 6, 1, 2, 0]);
  assert.deepEqual(
    [truncate('サーバー', 5), truncate('abc', 3), truncate('abcd', 3), truncate('abc', 0)],
    ['サー…', 'abc', 'ab…', ''],
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
      assert.equal(textWidth(toWidth(text, columns)), columns);
    }),
  );
});

test('NO_COLOR wins over everything, FORCE_COLOR over a missing terminal', () => {
  const isColoured = (isTerminal: boolean, env: NodeJS.ProcessEnv) => paintFor(isTerminal, env).bad('x') !== 'x';
  assert.deepEqual(
    [
      isColoured(true, {}),
      isColoured(false, {}),
      isColoured(true, { NO_COLOR: '1', FORCE_COLOR: '1' }),
      isColoured(false, { FORCE_COLOR: '1' }),
      isColoured(true, { TERM: 'dumb' }),
      isColoured(true, { NO_COLOR: '' }),
    ],
    [true, false, false, true, false, true],
  );
});

test('a gate is found by its number, its id, its wave, or a piece of its words', () => {
  const { waves } = sampleRun('waiting');
  const gates = waves.flatMap(({ steps }) => steps);
  const found = (word?: string) => {
    const choice = chooseStep(gates, word);
    return choice.kind === 'one' ? choice.step.plan.id : choice.kind;
  };
  assert.deepEqual(
    [found(), found('2'), found('APPS/before-commit/approve'), found('owner'), found('nothing'), found('99')],
    ['several', 'data/before-commit/approve', 'apps/before-commit/approve', 'several', 'none', 'none'],
  );
  assert.equal(chooseStep(gates.slice(0, 1), undefined).kind, 'one');
});

function renamed(view: RunView, name: string): RunView {
  const waves = view.waves.map((wave) => ({
    ...wave,
    name: `${name}${wave.name}`,
    current: name,
    machines: wave.machines.map((machine) => ({ ...machine, name, current: name })),
  }));
  return { ...view, waves, plan: { ...view.plan, runbook: { ...view.plan.runbook, name } } };
}

function crowd(size: number): RunView {
  const view = sampleRun('failed');
  const [, wave] = view.waves;
  const machines = Array.from(
    { length: size },
    (_, index): MachineView => ({
      name: `machine-${String(index + 1).padStart(4, '0')}`,
      status: index === 499 ? 'failed' : 'running',
      fraction: 0.5,
      current: 'Fail over',
      steps: [],
    }),
  );
  return { ...view, waves: [{ ...wave!, machines }] };
}

function same(name: string, actual: string): void {
  const file = new URL(`expected/${name}`, import.meta.url);
  if (process.env.UPDATE !== undefined) writeFileSync(file, actual);
  assert.equal(actual, readFileSync(file, 'utf8'));
}
