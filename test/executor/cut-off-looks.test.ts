import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendCommand } from '../../executor/journal/runs.ts';
import { withoutSecrets } from '../../executor/operator/script.ts';
import { openBranch } from './classic-estate.ts';
import { openEstate } from './estate.ts';

test('a word whose proof a shutdown cut off waits for the next process, which looks again', async () => {
  const estate = await openBranch();
  try {
    const step = 'all/branch-print/delete-old';
    const gates = ['process-server', 'all/before-reprotect'].map((gate) => ({ gate, who: 'branch-lead' }));
    const stop = new AbortController();
    const first = await estate.connect();
    const oldMachine = async () => {
      stop.abort();
      throw stop.signal.reason;
    };
    const cut = await estate.execute({
      approvals: gates,
      signal: stop.signal,
      effects: { ...first, oldMachine },
      host: {
        notify(event) {
          if (event.kind === 'asked') void sendCommand(estate.run, { kind: 'done', step, who: 'branch-lead' });
        },
      },
    });
    assert.equal(cut.steps.get(step)?.status, 'asking');
    const again = await estate.connect();
    const state = await estate.execute({ effects: { ...again, oldMachine: async () => 'gone' as const } });
    assert.equal(state.status, 'done', state.because);
    assert.match(state.steps.get(step)?.note ?? '', /on the word of branch-lead; no server of the site shows it/);
  } finally {
    await estate.close();
  }
});

test('a shutdown during a look at the site ends the process quietly, and the next one looks again', async () => {
  const estate = await openEstate();
  try {
    const stop = new AbortController();
    const connected = await estate.connect();
    const capture = async () => {
      stop.abort();
      throw stop.signal.reason;
    };
    const cut = await estate.execute({ signal: stop.signal, effects: { ...connected, capture } });
    assert.equal(cut.endedAt, undefined);
    assert.equal((await estate.execute()).status, 'done');
  } finally {
    await estate.close();
  }
});

test('a script is given no password and no token: what it prints is kept', () => {
  const env = { PATH: '/bin', FAILBACK_PASSWORD_VC_AMS: 'x', FAILBACK_ACCESS_TOKEN: 'y', FAILBACK_HOME: '/h' };
  assert.deepEqual(withoutSecrets(env), { PATH: '/bin', FAILBACK_HOME: '/h' });
});
