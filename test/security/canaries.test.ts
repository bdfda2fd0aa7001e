import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { writeInventory } from '../../core/inventory/write-inventory.ts';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { renderJsonReport } from '../../core/report/render-json.ts';
import { renderMarkdownReport } from '../../core/report/render-markdown.ts';
import { dataWithoutSecrets, withoutSecrets } from '../../core/without-secrets.ts';
import { bundleRun } from '../../executor/journal/evidence/bundle-run.ts';
import { readRun, sendCommand } from '../../executor/journal/runs.ts';
import { withoutKnownSecrets } from '../../executor/operator/script.ts';
import { openEstate } from '../executor/estate.ts';

/** What a person would read of a file. */
function textOf(name: string, bytes: Buffer): string {
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Each with the secret in it that must not come out. */
const CANARIES: readonly (readonly [what: string, text: string, secret: string])[] = [
  ['an address with a SAS', 'https://a.blob.core.windows.net/c/b?sv=2023&sig=Canary1%2Babc%3D&se=2026', 'Canary1'],
  [
    'a connection string',
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Canary2+/x==;EndpointSuffix=x',
    'Canary2',
  ],
  ['a service bus', 'Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=Canary3=', 'Canary3'],
  ['a database', 'Server=x;User Id=sa;Password=Canary4;Encrypt=true', 'Canary4'],
  ['a quoted request', 'The request was {"adminPassword":"Canary5\\"x","vmSize":"D2"}', 'Canary5'],
  ['a header', 'authorization: Bearer Canary6.abcdefghijk_lmnop', 'Canary6'],
  ['a token', 'got eyJhbGciOiJSUzI1NiJ9.eyJDYW5hcnk3IjoiQ2FuYXJ5NyJ9.Q2FuYXJ5Nw', 'eyJDYW5hcnk3'],
  ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\nCanary8\n-----END OPENSSH PRIVATE KEY-----', 'Canary8'],
];

describe('secrets in what others say', () => {
  for (const [what, text, secret] of CANARIES)
    it(`are taken out of ${what}, and the rest stays`, () => {
      assert.ok(text.includes(secret));
      const clean = withoutSecrets(`before ${text} after`);
      assert.ok(!clean.includes(secret), clean);
      assert.match(clean, /^before .*\[withheld\].* after$/s);
      assert.ok(!JSON.stringify(dataWithoutSecrets({ a: [{ b: text }] })).includes(secret));
      assert.ok(!withoutKnownSecrets(text, {}).includes(secret));
    });

  it('leave everything else alone: signatures, ids, hashes, honest words', () => {
    for (const honest of [
      'SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDPAiD0',
      '-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----',
      'The password of the account expired (95213).',
      '/subscriptions/5f0c2b7e/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/key',
    ])
      assert.equal(withoutSecrets(honest), honest);
  });
});

it('no secret that a service or a person says reaches the journal, the figures or a report', async () => {
  const estate = await openEstate();
  try {
    const all = CANARIES.map(([, text]) => text).join(' | ');
    const effects = await estate.connect();
    let refused = false;
    const withCanaries = (seen: Inventory): Inventory => ({
      ...seen,
      items: (seen.items ?? []).map((item) => ({
        ...item,
        healthErrors: [{ code: 'Canary', message: `The agent said: ${all}` }],
      })),
    });
    await estate.execute({
      effects: {
        ...effects,
        capture: async (...asked) => withCanaries(await effects.capture(...asked)),
        call: async (call, requestId) => {
          if (refused) return effects.call(call, requestId);
          refused = true;
          return { kind: 'rejected', code: 'Canary', message: `Azure said: ${all}`, remedy: 'Mend it.' };
        },
      },
      host: {
        notify(event) {
          if (event.kind === 'step-failed')
            sendCommand(estate.run, { kind: 'retry', step: event.step, who: 'dana', because: `I pasted ${all}` }).catch(
              () => {},
            );
        },
      },
    });
    const view = await readRun(estate.run);
    const out = new Map([
      ['html', renderHtmlReport(view)],
      ['markdown', renderMarkdownReport(view)],
      ['json', renderJsonReport(view)],
    ]);
    for (const entry of readdirSync(estate.run.directory, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) out.set(entry.name, textOf(entry.name, readFileSync(join(entry.parentPath, entry.name))));
    const bundle = await bundleRun(estate.run, { reports: {}, status: view.state.status, withOutput: true });
    for (const [name, bytes] of Object.entries(unzipSync(bundle)))
      out.set(`bundle/${name}`, textOf(name, Buffer.from(bytes)));
    const facts = [...out].filter(([name]) => name.endsWith('.gz'));
    assert.ok(
      facts.length >= 2 && facts.every(([, text]) => /The agent said: .*\[withheld\]/.test(text)),
      'facts are read',
    );
    out.set('inventory.json', writeInventory(withCanaries(estate.inventory)));
    assert.match(out.get('journal.jsonl') ?? '', /Azure said: .*\[withheld\]/);
    for (const [what, text] of out)
      for (const [, , secret] of CANARIES) assert.ok(!text.includes(secret), `${what} holds ${secret}`);
  } finally {
    await estate.close();
  }
});
