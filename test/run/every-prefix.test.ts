/** Every beginning of a journal means the same, read event by event, at once, or at once from a copy. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunLedger } from '../../core/run/ledger.ts';
import { reduce } from '../../core/run/reduce.ts';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import { openEstate } from '../executor/estate.ts';
import { digest } from '../kill/checks.ts';

test('every prefix of a run with lost answers, failures and people has one meaning', async () => {
  const estate = await openEstate({
    faults: [
      'lost-answer@failover/erp-db-01',
      'drop@commit/erp-db-01',
      '95226@reprotect/erp-app-01',
      '429@commit/erp-app-02',
      '28175@failover/erp-app-02',
    ],
  });
  try {
    const state = await estate.execute({
      host: {
        notify(event) {
          const because = 'mended';
          if (event.kind === 'step-failed')
            void sendCommand(estate.run, { ...event, kind: 'retry', who: 'dr-lead', because });
          if (event.kind === 'asked') void sendCommand(estate.run, { ...event, kind: 'done', who: 'dr-lead' });
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    const { events } = await readJournal(journalFile(estate.run));
    const kinds = new Set(events.map(({ kind }) => kind));
    for (const kind of [
      'intent',
      'unknown-outcome',
      'looked',
      'step-failed',
      'command',
      'asked',
      'gate-answered',
      'run-ended',
    ] as const)
      assert.ok(kinds.has(kind), `there is no '${kind}' in it`);
    const ledger = new RunLedger(estate.plan);
    for (const [at, event] of events.entries()) {
      ledger.apply(event);
      const prefix = events.slice(0, at + 1);
      const meaning = digest(ledger.state);
      assert.equal(digest(reduce(estate.plan, prefix)), meaning, `after ${at + 1} events: ${event.kind}`);
      assert.equal(digest(reduce(estate.plan, structuredClone(prefix))), meaning);
    }
  } finally {
    await estate.close();
  }
});
