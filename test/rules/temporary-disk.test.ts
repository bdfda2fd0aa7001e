import assert from 'node:assert/strict';
import { it } from 'node:test';
import { classicReprotectBody, TEMPORARY_VOLUME } from '../../core/plan/classic-bodies.ts';
import { explainRule } from '../../core/rules/explain.ts';

it('FB036 holds because the request to reprotect leaves out the volume that its page names', () => {
  const { properties } = classicReprotectBody({
    masterTargetId: 'MT',
    processServerId: 'PS',
    retentionDrive: 'R',
    runAsAccountId: undefined,
    datastoreName: 'ds-gold',
    profileId: 'daily-failback',
  });
  assert.deepEqual(properties.providerSpecificDetails.diskExclusionInput.volumeOptions, [
    { volumeLabel: TEMPORARY_VOLUME, onlyExcludeIfSingleVolume: 'Yes' },
  ]);
  assert.ok(explainRule('FB036')?.includes(`'${TEMPORARY_VOLUME}'`));
});
