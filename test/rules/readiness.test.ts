import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Assessment, Judgement } from '../../core/rules/assessment.ts';
import { renderReadiness } from '../../core/rules/render-readiness.ts';
import { assessed } from './rule-fixture.ts';

const NOW = new Date('2026-11-23T09:10:00Z');

describe('readiness as text', () => {
  const cases = {
    mixed: `// captured: items.web.discoveryType = "Physical"
// captured: siteMachines.web.snapshots = ["before patch day"]
// captured: no azureVms.db.outbound
// captured: azureVms.db.powerState = "deallocated"
import "./base.site.failback"
runbook base {
  architecture: modernized
  vault: dr-weu
  before reprotect { approve "Replicate back" { by: dana } }
  accept { rule: FB140  because: "merged by the job"  by: dana  until: 2026-12-31 }
}
vm web { via: asr-app-01  datastore: ds-gold }
vm db { via: asr-app-01  datastore: ds-gold }
`,
    'nothing captured':
      '// captured: nothing\nvm web { via: asr-app-01  datastore: ds-gold }\nvm db { via: asr-app-01  datastore: ds-gold }\n',
    'all well': 'vm web { via: asr-app-01  datastore: ds-gold }\n',
  };
  for (const [name, text] of Object.entries(cases)) {
    it(name, async () => {
      const path = join(import.meta.dirname, 'expected', `readiness-${name.replaceAll(' ', '-')}.txt`);
      const rendered = renderReadiness(await assessed(text), NOW);
      if (process.env.UPDATE === '1') writeFileSync(path, rendered);
      assert.equal(rendered, readFileSync(path, 'utf8'));
    });
  }

  it('stays readable for ten thousand machines', () => {
    const judgements = Array.from(
      { length: 10_000 },
      (_, index): Judgement => ({
        code: 'FB008',
        subject: `vm-${index}`,
        standing: index % 2 ? 'holds' : 'unknown',
        seenAt: undefined,
      }),
    );
    const text = renderReadiness({ architecture: 'modernized', judgements, findings: [] } satisfies Assessment, NOW);
    const lines = text.split('\n');
    assert.ok(lines.length < 60);
    assert.match(text, /^and 9960 more +/m);
    assert.match(text, /^5000 holds, 5000 unknown\./m);
  });
});
