import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PlanStep } from '../../core/plan/plan.ts';
import { escapeHtml } from '../../core/report/escape-html.ts';
import { handoverSheet, renderHandover } from '../../core/report/handover.ts';
import { outageOf } from '../../core/report/outage.ts';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { renderJsonReport } from '../../core/report/render-json.ts';
import { escapeMarkdown, renderMarkdownReport } from '../../core/report/render-markdown.ts';
import { makeReport } from '../../core/report/report.ts';
import { reportSchema } from '../../core/report/report-schema.ts';
import { sayBytes, sayDuration } from '../../core/report/say.ts';
import type { StepState } from '../../core/run/state.ts';
import type { StepView } from '../../core/run/view.ts';
import { type Moment, sampleRun, unkindName } from './sample-run.ts';

const requests = { mutating: 16, reading: 240, countedBy: 'the simulator’s proxy' };

for (const moment of ['done', 'failed', 'waiting'] satisfies Moment[]) {
  const view = sampleRun(moment);
  const counted = moment === 'done' ? requests : undefined;
  test(`the HTML report of a run that is ${moment}`, () => same(`${moment}.html`, renderHtmlReport(view, counted)));
  test(`the Markdown report of a run that is ${moment}`, () =>
    same(`${moment}.md`, renderMarkdownReport(view, counted)));
  test(`the JSON report of a run that is ${moment}`, () => same(`${moment}.json`, renderJsonReport(view, counted)));
}

for (const moment of ['done', 'failed', 'waiting'] satisfies Moment[])
  test(`the JSON report of a run that is ${moment} has the shape that programs are told, and no key besides`, () => {
    reportSchema.parse(JSON.parse(renderJsonReport(sampleRun(moment), requests)));
  });

test('what went on at the same time counts once for what a wave waited for', () => {
  const { waits, againstEstimate } = makeReport(sampleRun('done'), undefined);
  for (const { wave, ...spent } of waits)
    for (const seconds of Object.values(spent)) assert.ok(seconds >= 0 && seconds <= 1190 * 60, wave);
  assert.ok(waits.some(({ replication }) => replication > 0));
  for (const { steps, median, longest, over } of againstEstimate) assert.ok(median <= longest && over <= steps);
});

test('whoever is asked after a failover whether it works keeps a wave out of service until the answer', () => {
  const { waves, now } = sampleRun('done');
  const [wave] = waves;
  const steps = [...(wave?.machines ?? []).flatMap((machine) => machine.steps), ...(wave?.steps ?? [])];
  const without = outageOf(steps, now);
  const gate = wave?.steps.find(({ plan }) => plan.kind === 'approve');
  const began = steps.find(({ plan }) => plan.kind === 'failover')?.state.startedAt;
  assert.ok(gate !== undefined && began !== undefined && without?.isOver);
  const asked = (moment: string, state: Partial<StepState>): StepView => ({
    ...gate,
    plan: { ...gate.plan, kind: 'ask', id: `data/${moment}/ask`, title: 'Look at the shop' } as PlanStep,
    state: { ...gate.state, ...state },
  });
  const answered = new Date(Date.parse(began) + 7 * 3_600_000).toISOString();
  const late = asked('after-failover', { status: 'done', endedAt: answered });
  assert.deepEqual(outageOf([...steps, late], now), { lasted: 7 * 3600, isOver: true });
  for (const status of ['waiting', 'declined', 'pending'] as const)
    assert.equal(outageOf([...steps, asked('after-failover', { status, endedAt: undefined })], now)?.isOver, false);
  const leftOut = asked('after-failover', { status: 'skipped', endedAt: answered });
  const others = [leftOut, asked('before-commit', { status: 'waiting' }), asked('before-reprotect', late.state)];
  assert.deepEqual(outageOf([...steps, ...others], now), without);
});

test('an answer counts as one on another plan unless the run followed that plan at some time', () => {
  const view = sampleRun('failed');
  const followed = view.state.plans.map(({ hash }) => hash);
  const told = makeReport(view, undefined).approvals;
  assert.ok(told.some(({ otherPlan }) => otherPlan) && told.some(({ otherPlan }) => !otherPlan));
  for (const { planHash, otherPlan } of told) assert.equal(otherPlan, !followed.includes(planHash));
});

test('a sheet for the next person tells who is waited for, since when, and with which command', () => {
  const sheet = handoverSheet(sampleRun('waiting'), true);
  assert.equal(sheet.inCharge, unkindName);
  const [wait] = sheet.waits;
  assert.ok(wait !== undefined && wait.who.length > 0 && wait.waited >= 0);
  assert.match(wait.command, /^failback approve 20261205-100000-7f3a \S+$/);
  const text = renderHandover(sheet);
  assert.doesNotMatch(text, /(?<!\\)<img|\u202e/);
  assert.ok(text.includes('The \\*night\\* shift \\| knows.'));
  same('handover.md', text);
  same('handover-failed.md', renderHandover(handoverSheet(sampleRun('failed'), false)));
});

test('a name from the world cannot become markup, and cannot turn the text around', () => {
  const html = renderHtmlReport(sampleRun('failed'));
  assert.ok(html.includes(escapeHtml(unkindName)));
  assert.ok(!html.includes('<img'));
  assert.ok(!html.includes('\u202e'));
  assert.doesNotMatch(renderMarkdownReport(sampleRun('failed')), /(?<!\\)<img/);
});

test('whatever a text holds, nothing of it can open a tag, an attribute, an entity or a control sequence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const safe = escapeHtml(text);
      assert.doesNotMatch(safe.replace(/&#\d+;/g, ''), /[&<>"'\p{Cc}\u202a-\u202e]/u);
    }),
  );
});

test('a cell of a Markdown table stays one cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(escapeMarkdown(text).replace(/\\./gu, ''), /[|<\n\r]/);
    }),
  );
});

test('what a person is to do by hand stands beside the gate, in every clothing', () => {
  const view = sampleRun('waiting');
  const [gate] = view.open;
  assert.ok(gate?.plan.kind === 'approve');
  const { stage: _, ...rest } = gate.plan;
  const how = ['Sign in to <b>ps</b>.', 'Save | go.'];
  const asked = { ...view, open: [{ ...gate, plan: { ...rest, kind: 'ask' as const, how } }] };
  assert.deepEqual(makeReport(asked, undefined).open[0]?.how, ['1. Sign in to <b>ps</b>.', '2. Save | go.']);
  const html = renderHtmlReport(asked);
  assert.ok(html.includes('<p>1. Sign in to &#60;b&#62;ps&#60;/b&#62;.</p><p>2. Save | go.</p>'));
  assert.match(renderMarkdownReport(asked), /1\. Sign in to \\<b\\>ps\\<\/b\\>\. 2\. Save \\\| go\./);
});

test('the report loads nothing and runs nothing', () => {
  const html = renderHtmlReport(sampleRun('done'), requests);
  assert.doesNotMatch(html, /<script|<link|<iframe|@import|url\(|https?:\/\/|<[^>]*\son\w+=/);
});

test('an outage that already lasts longer than its objective has missed it before it is over', () => {
  const apps = makeReport(sampleRun('failed'), undefined).waves.find(({ name }) => name === 'apps');
  assert.deepEqual([apps?.recoveryTime, apps?.objectiveMet], [null, false]);
});

test('a call taken up by its activity id is adopted, one made again is retried', () => {
  const survived = makeReport(sampleRun('done'), undefined).survived.map(({ step, how }) => [step, how]);
  assert.deepEqual(survived, [
    ['data/erp-db-01/reprotect', 'retried'],
    ['data/erp-db-01/failover', 'adopted'],
  ]);
});

test('durations are said in two units, rounded where the next unit begins', () => {
  const said = [0, 59, 59.6, 3570, 3600, 7800, 172_799, 172_800, 270_000].map(sayDuration);
  assert.deepEqual(said, ['0 s', '59 s', '1 min', '1 h', '1 h', '2 h 10 min', '2 d', '2 d', '3 d 3 h']);
});

test('sizes are said in powers of 1,024', () => {
  assert.deepEqual([0, 1023, 1024, 550 * 2 ** 30, 1.5 * 2 ** 40].map(sayBytes), [
    '0 B',
    '1023 B',
    '1 KiB',
    '550 GiB',
    '1.5 TiB',
  ]);
});

function same(name: string, actual: string): void {
  const file = new URL(`expected/${name}`, import.meta.url);
  if (process.env.UPDATE !== undefined) writeFileSync(file, actual);
  assert.equal(actual, readFileSync(file, 'utf8'));
}
