import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { StepView } from '../../core/run/view.ts';
import { faceOf, spokenFace } from '../../extension/features/runs-view/node-face.ts';
import { childNodes, type RunNode, rootNodes } from '../../extension/features/runs-view/run-node.ts';
import { isPausable, isResumable, isUnfinished } from '../../extension/infrastructure/run-standing.ts';
import type { SeenRun } from '../../extension/infrastructure/runs-watch.ts';
import { type Moment, sampleRun, unkindName } from '../report/sample-run.ts';

/** The whole Runs tree as text, three moments of one run: label, description, icon, context. `UPDATE=1` writes it anew. */

for (const moment of ['waiting', 'failed', 'done'] as const) {
  test(`the tree of a run: ${moment}`, () => {
    const file = new URL(`expected/${moment}.txt`, import.meta.url);
    const drawn = `${draw(rootNodes([seen(moment)]), '').join('\n')}\n`;
    if (process.env.UPDATE) writeFileSync(file, drawn);
    assert.equal(drawn, readFileSync(file, 'utf8'));
  });
}

test('a name cannot reorder or hide what the view says', () => {
  const machine = all(rootNodes([seen('waiting')])).find(
    (node) => node.kind === 'machine' && node.machine.name === unkindName,
  );
  assert.ok(machine);
  assert.equal(faceOf(machine).label, '<img src=x onerror=alert(1)>\\u{202e}');
});

test('what a screen reader says names the state, which the icon shows', () => {
  const gate = all(rootNodes([seen('waiting')])).find(({ kind }) => kind === 'gate');
  assert.ok(gate);
  assert.equal(
    spokenFace(faceOf(gate)),
    'Business agrees to the cutover, waits for an answer, apps · waits for dr-lead (Dana Vermeer)',
  );
});

test('what waits for a person stands once in the tree, above the waves', () => {
  const waits = all(rootNodes([seen('waiting')])).filter(
    (node) => 'step' in node && node.step.state.status === 'waiting',
  );
  assert.deepEqual(
    waits.map(({ kind }) => kind),
    ['gate'],
  );
});

test('a gate that wants a signature says so while the pointer rests on it', () => {
  const [gate] = all(rootNodes([seen('waiting')])).filter(({ kind }) => kind === 'gate');
  assert.ok(gate?.kind === 'gate' && gate.step.plan.kind === 'approve');
  const tooltipOf = (signed: boolean | undefined) =>
    faceOf({ ...gate, step: { ...gate.step, plan: { ...gate.step.plan, signed } as StepView['plan'] } }).tooltip;
  assert.ok(tooltipOf(true).includes('Wants a signature with an SSH key; a rehearsal takes a typed name, too.'));
  for (const unsigned of [undefined, false]) assert.ok(!tooltipOf(unsigned).some((line) => line.includes('signature')));
});

test('every node has an id of its own, so that the view keeps what is unfolded', () => {
  const ids = all(rootNodes([seen('waiting')])).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('a process that holds a run and hangs is not said to execute it', () => {
  for (const moment of ['waiting', 'done'] as const) {
    const [run] = rootNodes([seen(moment, { status: 'running', silentSince: '2026-12-05T21:40:00.000Z' })]);
    assert.ok(run);
    const face = faceOf(run);
    assert.match(face.description, /not heard of since 2026-12-05 21:40/);
    assert.match(spokenFace(face), /, not heard of, /);
    assert.match(face.tooltip[0] ?? '', /take the run from it with “Take Over Run…”\.$/);
    assert.equal(/\bsilent\b/.test(face.context), moment === 'waiting', 'one that is over is taken from nobody');
  }
});

test('what a run can be told depends on whether it is on', () => {
  const told = (run: SeenRun) => [isPausable(run), isResumable(run), isUnfinished(run)];
  assert.deepEqual(told(seen('waiting')), [true, false, true]);
  assert.deepEqual(told(seen('waiting', { alive: false })), [false, true, true], 'its process is gone');
  assert.deepEqual(told(seen('waiting', { status: 'paused' })), [false, true, true]);
  assert.deepEqual(told(seen('failed', { alive: false })), [false, true, false], 'failed steps can be taken up again');
  const declined = seen('failed', { alive: false, status: 'declined' });
  assert.deepEqual(told(declined), [false, true, false], 'so can a gate that was declined');
  const cancelled = seen('failed', { alive: false, status: 'cancelled' });
  assert.deepEqual(told(cancelled), [false, false, false], 'a cancelled run stays over');
  assert.deepEqual(told(seen('done', { alive: false })), [false, false, false]);
  assert.deepEqual(told(seen('done', { trouble: 'The journal was changed.' })), [false, false, false]);
});

function seen(moment: Moment, change: Partial<SeenRun['summary']> = {}): SeenRun {
  const view = sampleRun(moment);
  const { state, plan } = view;
  const summary = {
    handle: { id: state.runId, directory: '/nowhere' },
    id: state.runId,
    runbook: plan.runbook.name,
    createdAt: state.startedAt ?? '',
    startedBy: state.startedBy,
    target: state.target,
    status: state.status,
    ended: state.endedAt !== undefined,
    because: state.because,
    fraction: view.fraction,
    home: view.home,
    machines: plan.machines.length,
    open: view.open.length,
    alive: moment === 'waiting',
    trouble: undefined,
    ...change,
  };
  return { summary, view: { ...view, alive: summary.alive } };
}

function draw(nodes: readonly RunNode[], indent: string): readonly string[] {
  return nodes.flatMap((node) => {
    const { label, description, icon, context } = faceOf(node);
    return [`${indent}${label} | ${description} | ${icon.id} | ${context}`, ...draw(childNodes(node), `${indent}  `)];
  });
}

function all(nodes: readonly RunNode[]): readonly RunNode[] {
  return nodes.flatMap((node) => [node, ...all(childNodes(node))]);
}
