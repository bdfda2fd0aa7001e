import assert from 'node:assert/strict';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { FailbackError } from '../../core/failback-error.ts';
import { JOURNAL_VERSION } from '../../core/run/events.ts';
import type { Effects } from '../../executor/effects.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';
import { readRun, sendCommand } from '../../executor/journal/runs.ts';
import { EVERY_GATE, listening, openEstate, type TestEstate } from './estate.ts';

class Killed extends Error {}

/** Effects that die at the n-th effect of a kind: before it reached the service, or after, with its answer lost. */
function dying(
  effects: Effects,
  kind: 'call' | 'items' | 'job' | 'capture',
  at: number,
  when: 'before' | 'after',
): Effects {
  let count = 0;
  const guard = async <T>(act: () => Promise<T>): Promise<T> => {
    count += 1;
    if (count > at) throw new Killed();
    if (count === at && when === 'before') throw new Killed();
    const answer = await act();
    if (count >= at) throw new Killed();
    return answer;
  };
  return {
    ...effects,
    ...(kind === 'call' ? { call: (call, id) => guard(() => effects.call(call, id)) } : {}),
    ...(kind === 'items' ? { items: () => guard(() => effects.items()) } : {}),
    ...(kind === 'job' ? { job: (id) => guard(() => effects.job(id)) } : {}),
    ...(kind === 'capture' ? { capture: (...args) => guard(() => effects.capture(...args)) } : {}),
  };
}

async function dieThenFinish(estate: TestEstate, effects: Effects): Promise<void> {
  await assert.rejects(estate.execute({ effects }), Killed);
  const state = await estate.execute();
  assert.equal(state.status, 'done', state.because);
  assert.equal(state.epoch, 2);
  assertNothingTwice(estate);
}

/** However it died, each machine was reprotected, failed over, committed and protected exactly once. */
function assertNothingTwice(estate: TestEstate): void {
  const accepted = new Map<string, number>();
  for (const { method, url, status, body } of estate.simulator.exchanges()) {
    if (method !== 'POST' || status !== 202) continue;
    const [path = ''] = url.split('?');
    const direction = /"instanceType":"InMageRcm"/.test(body) ? 'home' : 'back';
    const key = `${path.split('/').slice(-2).join('/')} ${direction}`.toLowerCase();
    accepted.set(key, (accepted.get(key) ?? 0) + 1);
  }
  assert.equal(accepted.size, estate.plan.machines.length * 4);
  assert.deepEqual(
    [...accepted].filter(([, count]) => count !== 1),
    [],
  );
}

for (const [kind, at, when] of [
  ['call', 1, 'before'],
  ['call', 1, 'after'],
  ['call', 3, 'after'],
  ['call', 4, 'before'],
  ['call', 4, 'after'],
  ['call', 6, 'after'],
  ['call', 10, 'after'],
  ['call', 12, 'before'],
  ['items', 3, 'after'],
  ['job', 2, 'after'],
  ['capture', 2, 'before'],
] as const)
  test(`killed ${when} ${kind} ${at}: the next process goes on, and nothing is accepted twice`, async () => {
    const estate = await openEstate();
    try {
      await dieThenFinish(estate, dying(await estate.connect(), kind, at, when));
    } finally {
      await estate.close();
    }
  });

test('a journal cut in the middle of its last line loses that line alone, and says so', async () => {
  const estate = await openEstate();
  try {
    await assert.rejects(estate.execute({ effects: dying(await estate.connect(), 'call', 4, 'before') }), Killed);
    const path = journalFile(estate.run);
    const { length } = await readFile(path);
    await truncate(path, length - 17);
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
    assert.ok(state.alarms.some(({ message }) => message.includes('cut in the middle')));
    assertNothingTwice(estate);
  } finally {
    await estate.close();
  }
});

test('a journal damaged in the middle is refused with what to do', async () => {
  const estate = await openEstate();
  try {
    await estate.execute();
    const path = journalFile(estate.run);
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines.splice(5, 1);
    await writeFile(path, lines.join('\n'));
    await assert.rejects(estate.execute(), (error: FailbackError) => {
      assert.equal(error.code, 'journal-damaged');
      assert.match(error.message, /Line 6 /);
      assert.match(error.remedy, /Restore the file/);
      return true;
    });
  } finally {
    await estate.close();
  }
});

for (const [how, remove] of [
  ['deleted', (folder: string) => rmSync(folder, { recursive: true })],
  ['moved away', (folder: string) => renameSync(folder, `${folder}.elsewhere`)],
] as const)
  test(`a run whose folder is ${how} while it waits for a person ends by itself, and sends nothing`, async () => {
    const estate = await openEstate();
    try {
      const host = {
        ...listening(),
        notify: (event: { kind: string }) => {
          if (event.kind === 'gate-opened' && existsSync(estate.run.directory)) remove(estate.run.directory);
        },
      };
      await assert.rejects(estate.execute({ approvals: [], host }), (error: FailbackError) => {
        assert.equal(error.code, 'run-vanished');
        assert.match(error.message, /nothing more is sent/);
        return true;
      });
      assert.deepEqual(
        estate.simulator.exchanges().filter(({ method }) => method !== 'GET'),
        [],
      );
    } finally {
      await estate.close();
    }
  });

test('an intent in a journal that was deleted is no intent: its call is not sent', async () => {
  const estate = await openEstate();
  try {
    let gone = false;
    const host = {
      ...listening(),
      notify: (event: { kind: string; step?: string }) => {
        if (gone || event.kind !== 'step-done' || event.step !== 'data/before-reprotect/approve') return;
        gone = true;
        rmSync(estate.run.directory, { recursive: true });
      },
    };
    await assert.rejects(estate.execute({ host }), { code: 'run-vanished' });
    assert.ok(gone);
    assert.deepEqual(
      estate.simulator.exchanges().filter(({ method }) => method !== 'GET'),
      [],
    );
  } finally {
    await estate.close();
  }
});

test('a run whose journal is missing or empty is refused, for nobody knows what it called', async () => {
  const estate = await openEstate();
  try {
    await writeFile(journalFile(estate.run), '');
    await assert.rejects(estate.execute(), { code: 'journal-damaged', message: /is empty/ });
    await assert.rejects(readRun(estate.run), { code: 'journal-damaged' });
    await rm(journalFile(estate.run));
    await assert.rejects(estate.execute(), { code: 'journal-damaged', message: /is missing/ });
    await assert.rejects(readRun(estate.run), { code: 'journal-damaged' });
  } finally {
    await estate.close();
  }
});

test('a journal of a newer failback is refused', async () => {
  const estate = await openEstate();
  try {
    await appendFile(
      journalFile(estate.run),
      `{"v":${JOURNAL_VERSION + 1},"seq":1,"prev":"x","hash":"y","event":{}}\n`,
    );
    await assert.rejects(estate.execute(), { code: 'journal-version' });
  } finally {
    await estate.close();
  }
});

test('two executors: the second is refused while the first lives', async () => {
  const estate = await openEstate();
  try {
    const stop = new AbortController();
    const first = estate.execute({ approvals: [], signal: stop.signal });
    while (!(await readRun(estate.run)).alive) await new Promise((resolve) => setTimeout(resolve, 10));
    await assert.rejects(estate.execute(), { code: 'run-taken' });
    stop.abort();
    await first;
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.epoch, 2);
  } finally {
    await estate.close();
  }
});

test('an approval given while nobody executes the run is taken up when somebody does', async () => {
  const estate = await openEstate();
  try {
    const stop = new AbortController();
    const host = {
      ...listening(),
      notify: (event: { kind: string; step?: string }) => {
        if (event.kind === 'gate-opened' && event.step === 'data/before-reprotect/approve') stop.abort();
      },
    };
    await estate.execute({ approvals: [], signal: stop.signal, host });
    const answer = await sendCommand(estate.run, {
      kind: 'approve',
      step: 'data/before-reprotect/approve',
      who: 'Dana Vermeer',
    });
    assert.equal(answer.outcome, 'waiting');
    const state = await estate.execute({ approvals: EVERY_GATE });
    assert.equal(state.status, 'done', state.because);
    const [given] = state.steps.get('data/before-reprotect/approve')?.answers ?? [];
    assert.equal(given?.who, 'Dana Vermeer');
    assert.equal(given?.planHash, estate.plan.hash);
  } finally {
    await estate.close();
  }
});
