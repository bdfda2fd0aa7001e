import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assess } from '../../core/rules/assess.ts';
import { loadText } from '../support/load-texts.ts';

const HEAD = `runbook r { architecture: modernized }
appliance asr-app-01 {}
datastore ds-gold {}
`;

/** What the text and the rules say of machines whose `via:` or `datastore:` is at stake, by line and code. */
async function told(text: string): Promise<readonly string[]> {
  const { runbook, problems } = await loadText(HEAD + text);
  assert.ok(runbook !== undefined);
  const { findings } = assess({ runbook, inventory: undefined, now: new Date('2026-11-23T00:00:00Z') });
  const broken = findings.filter(({ code, standing }) => code === 'FB110' && standing === 'broken');
  return [...problems, ...broken].map(({ at, code }) => `${at.start.line + 1} ${code}`);
}

describe('a name that stands for nothing', () => {
  test('is told once in the defaults, and not again at each machine', async () => {
    assert.deepEqual(await told('defaults vm { via: asr-app-1 }\nvm web {}\nvm app {}\n'), ['4 unknown-name']);
  });

  test('in a machine is told there, and the default is not taken for it', async () => {
    const text = 'defaults vm { via: asr-app-01 }\nvm web { via: asr-app-1 }\n';
    assert.deepEqual(await told(text), ['5 unknown-name']);
    const { runbook } = await loadText(HEAD + text);
    const [machine] = runbook?.machines ?? [];
    assert.equal(machine?.via, undefined);
    assert.deepEqual(machine?.unresolved, ['via']);
    assert.deepEqual(machine?.defaulted, []);
  });

  test('in the defaults does not touch a machine that says it better', async () => {
    const { runbook } = await loadText(`${HEAD}defaults vm { via: asr-app-1 }\nvm web { via: asr-app-01 }\n`);
    const [machine] = runbook?.machines ?? [];
    assert.equal(machine?.via?.value.name, 'asr-app-01');
    assert.deepEqual(machine?.unresolved, []);
  });

  test('is something else than nothing written, which the rule tells', async () => {
    assert.deepEqual(await told('vm web {}\n'), ['4 FB110']);
  });
});
