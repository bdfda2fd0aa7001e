import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whereItStands } from '../../core/run/left-behind.ts';
import { openEstate } from './estate.ts';

// The recording leaves `failoverDirection` out when it protects again. Should a vault want it, nothing may be lost by that.
test('a vault that wants more than was ever recorded refuses to protect again: all are home, and the run says what is missing', async () => {
  const estate = await openEstate({ knobs: { protectDirection: 'required' } });
  try {
    const state = await estate.execute();
    assert.equal(state.status, 'failed');
    for (const machine of ['erp-db-01', 'erp-app-01', 'erp-app-02']) {
      const protect = [...state.steps.values()].find(({ id }) => id.endsWith(`/${machine}/protect`));
      assert.equal(protect?.status, 'failed');
      assert.match(protect?.failure?.message ?? '', /failoverDirection/);
      assert.match(
        whereItStands(estate.plan, state, machine),
        /committed, and nothing protects it: protect it to Azure again/,
      );
    }
    const { byItem } = estate.simulator.requests();
    assert.equal(byItem['erp-db-01']?.protect, 1, 'what was refused is not sent again by itself');
  } finally {
    await estate.close();
  }
});
