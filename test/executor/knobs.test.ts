import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Knobs } from '../../simulator/knobs.ts';
import { openEstate } from './estate.ts';

/** What nobody knows for certain about the service. The run must come home whichever way each of them is. */
const WAYS: Readonly<Record<string, Partial<Knobs>>> = {
  'pages of five items': { pageSize: 5 },
  'a list that lags a minute': { listLagSeconds: 60 },
  'a list that lags three minutes': { listLagSeconds: 180 },
  'no current scenario': { currentScenario: 'none' },
  'verbs unchanged while a job runs': { verbsWhileBusy: 'unchanged' },
  'a second call accepted': { secondPost: 'accepted' },
  'every job nameless at first': { unnamedJobShare: 1, unnamedJobSeconds: 45 },
  'a short list of jobs': { jobListCap: 2 },
  'no Retry-After': { retryAfterSeconds: undefined },
  'disks that complete late': { diskCompletionLagSeconds: 600 },
  'no application-consistent points': { appConsistentPoints: false },
  'commit deletes disks and interfaces too': { commitDeletes: 'vm-disks-and-interfaces' },
  'a narrow quota': {
    throttling: {
      reads: { size: 30, refillPerSecond: 10 },
      writes: { size: 20, refillPerSecond: 4 },
      deletes: { size: 20, refillPerSecond: 4 },
    },
  },
};

for (const [name, knobs] of Object.entries(WAYS))
  test(`${name}: with a lost answer on the way, everything comes home and nothing twice`, async () => {
    const estate = await openEstate({ knobs, faults: ['lost-answer@failover/erp-db-01'] });
    try {
      // The settle time must be longer than the lists lag; three minutes are the longest assumed.
      const state = await estate.execute({ settleTime: 240 });
      assert.equal(state.status, 'done', state.because);
      const { byItem } = estate.simulator.requests();
      for (const machine of ['erp-db-01', 'erp-app-01', 'erp-app-02'])
        for (const call of ['reprotect', 'failover', 'commit', 'protect'])
          assert.equal(byItem[machine]?.[call], 1, `${call} of ${machine}`);
    } finally {
      await estate.close();
    }
  });
