import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { recordedWayHome } from '../support/recordings.ts';

const folder = new URL('../../examples/recorded-vault/', import.meta.url);
const runbookUrl = new URL('recorded-vault.failback', folder);
const inventoryUrl = new URL('recorded-vault.inventory.json', folder);
const recording = recordedWayHome();
const skip =
  recording === undefined
    ? 'LEFT OUT: ../shared/recordings is not here, so the plan is not compared with what was recorded.'
    : false;

async function planned() {
  const { runbook, problems } = await loadRunbook(runbookUrl.href, async (uri) => readFileSync(new URL(uri), 'utf8'));
  assert.deepEqual(problems, []);
  return makePlan(runbook ?? assert.fail(), parseInventory(readFileSync(inventoryUrl, 'utf8'), inventoryUrl.pathname), {
    now: new Date('2023-08-26T04:42:00Z'),
    part: 'whole',
    runbookFile: 'recorded-vault.failback',
    inventoryFile: 'recorded-vault.inventory.json',
  });
}

test('the runbook of the recorded vault is formatted, and nothing blocks its plan', async () => {
  const text = readFileSync(runbookUrl, 'utf8');
  assert.equal(formatText(text), text);
  const { assessment } = await planned();
  assert.deepEqual(
    assessment.findings.filter(({ blocks }) => blocks).map(({ code, message }) => `${code} ${message}`),
    [],
  );
});

test('its plan asks for what was recorded: the same bodies, and the policy that the service then took', {
  skip,
}, async () => {
  const { plan } = await planned();
  const posts = (recording ?? []).filter(
    ({ method, url }) => method === 'POST' && /\/(reProtect|plannedFailover)\?/.test(url),
  );
  const [reprotect, failover] = plan.steps
    .filter(({ kind }) => kind === 'reprotect' || kind === 'failover')
    // biome-ignore lint/suspicious/noExplicitAny: bodies are compared as they go over the wire.
    .map((step): any => structuredClone('call' in step ? step.call?.body : undefined));
  const { policyId, ...details } = reprotect.properties.providerSpecificDetails;
  assert.deepEqual(
    { properties: { ...reprotect.properties, providerSpecificDetails: details } },
    posts[0]?.requestBody,
  );
  assert.deepEqual(failover, posts[1]?.requestBody);
  const taken = recording?.find(
    ({ body }) => body?.properties?.providerSpecificDetails?.instanceType === 'InMageRcmFailback',
  );
  assert.equal(policyId.toLowerCase(), taken?.body.properties.policyId.toLowerCase());
});
