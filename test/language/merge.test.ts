import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mergeTexts } from '../../language-server/src/merge/merge-texts.ts';
import { speakText } from '../../language-server/src/speak/speak-text.ts';
import { runbookText } from '../plan/arbitrary-runbook.ts';

const example = readFileSync(join(import.meta.dirname, '../../examples/contoso-erp/contoso-erp.failback'), 'utf8');

describe('a merge that understands blocks', () => {
  it('takes what both did to different blocks', () => {
    const { text, conflicts } = merged(
      example,
      changed(example, 'vm erp-batch {', 'vm erp-mail { os: linux "Ubuntu 22.04" }\n\nvm erp-batch {'),
      changed(example, 'at-most: 4 machines', 'at-most: 2 machines'),
    );
    assert.equal(conflicts, 0);
    assert.match(text, /vm erp-mail/);
    assert.match(text, /at-most: 2 machines/);
  });

  it('takes what both did to different settings of one block', () => {
    const { text, conflicts } = merged(
      example,
      changed(example, 'hold: 24 h', 'hold: 12 h'),
      changed(example, 'freeze: 2026-12-18', 'freeze: 2027-01-18'),
    );
    assert.equal(conflicts, 0);
    assert.match(text, /hold: 12 h/);
    assert.match(text, /freeze: 2027-01-18/);
  });

  it('takes machines into and out of the same wave at once', () => {
    const { text, conflicts } = merged(
      example,
      changed(example, 'machines: erp-app, erp-batch', 'machines: erp-app, erp-batch, erp-web'),
      changed(example, 'machines: erp-app, erp-batch', 'machines: erp-app'),
    );
    assert.equal(conflicts, 0);
    assert.match(text, /machines: erp-app, erp-web\n/);
  });

  it('keeps two blocks that were added at the same place', () => {
    const add = (name: string) => changed(example, 'app erp {', `vm ${name} { os: linux }\n\napp erp {`);
    const { text, conflicts } = merged(example, add('erp-one'), add('erp-two'));
    assert.equal(conflicts, 0);
    assert.match(text, /vm erp-one \{ os: linux \}/);
    assert.match(text, /vm erp-two \{ os: linux \}/);
  });

  it('keeps a block that one moved and the other changed', () => {
    const block = /\/\/\/ Its old machine was lost[\s\S]*?\n\}\n\n/.exec(example)?.[0] ?? '';
    const { text, conflicts } = merged(
      example,
      `${example.replace(block, '')}\n${block}`,
      changed(example, 'location: alternate\n  datastore: ds-silver', 'location: alternate\n  datastore: ds-gold'),
    );
    assert.equal(conflicts, 0);
    assert.match(speakText(text), /machine erp-report › datastore: ds-gold/);
    assert.equal(text.match(/vm erp-report/g)?.length, 1);
  });

  it('keeps a comment that only one wrote, whoever changed what follows', () => {
    const { text } = merged(
      example,
      changed(example, 'hold: 24 h', 'hold: 12 h'),
      changed(example, '    hold: 24 h', '    // Long enough for one backup.\n    hold: 24 h'),
    );
    assert.match(text, /\/\/ Long enough for one backup\.\n {4}hold: 12 h/);
  });

  it('marks what both decided otherwise, and nothing around it', () => {
    const { text, conflicts } = merged(
      example,
      changed(changed(example, 'hold: 24 h', 'hold: 12 h'), 'at-most: 4', 'at-most: 3'),
      changed(example, 'hold: 24 h', 'hold: 48 h'),
    );
    assert.equal(conflicts, 1);
    assert.match(text, /^<<<<<<< ours\nhold: 12 h\n=======\nhold: 48 h\n>>>>>>> theirs$/m);
    assert.match(text, /at-most: 3 machines/);
  });

  it('marks a block that one took out and the other changed', () => {
    const block = /vm erp-batch \{[\s\S]*?\n\}\n/.exec(example)?.[0] ?? '';
    const { text, conflicts } = merged(
      example,
      example.replace(block, ''),
      example.replace(block, 'vm erp-batch { location: alternate }\n'),
    );
    assert.equal(conflicts, 1);
    assert.match(text, /^<<<<<<< ours\n=======\nvm erp-batch \{ location: alternate \}\n>>>>>>> theirs$/m);
  });

  it('leaves a broken text to git', () => {
    assert.equal(mergeTexts(example, `${example}\nvm {`, example), undefined);
    assert.equal(mergeTexts(example, example, example.replace('"CHG-4471"', '"CHG-4471')), undefined);
  });

  it('is what one side wrote where the other wrote nothing', async () => {
    await fc.assert(
      fc.asyncProperty(runbookText, runbookText, async (base, other) => {
        assert.equal(speakText(merged(base, other, base).text), speakText(other));
        assert.equal(speakText(merged(base, base, other).text), speakText(other));
        assert.deepEqual(merged(base, other, other), { text: other, conflicts: 0 });
      }),
      { seed: 1, numRuns: Number(process.env.FUZZ ?? 60) },
    );
  });
});

describe('a text spoken line by line', () => {
  it('says the same for the same, however it is written', () => {
    const other = example
      .replace(
        'vm erp-batch {\n  os: windows "Windows Server 2022"\n  datastore: ds-silver\n}',
        'vm erp-batch { datastore: ds-silver  os: windows "Windows Server 2022" } // moved',
      )
      .replace('hold: 24 h', 'hold:   24h');
    assert.notEqual(other, example);
    assert.equal(speakText(other), speakText(example));
  });

  it('says the settings that count for a machine, and where it goes', () => {
    const lines = speakText(example).split('\n');
    assert.ok(lines.includes('machine erp-app-05 › datastore: ds-gold'));
    assert.ok(lines.includes('machine erp-app-05 › via: asr-app-01'));
    assert.ok(lines.includes('machine erp-app-05 › in wave apps'));
    assert.ok(
      lines.includes(
        'wave data › before failover › approve "Business agrees to the cutover" › by all: dr-lead, erp-owner',
      ),
    );
    assert.ok(lines.includes('runbook contoso-erp › accept FB140 › by: dr-lead'));
  });

  it('keeps a broken block as it is written', () => {
    assert.match(speakText('vm a { os: linux }\nvm b { os: \n'), /machine a › os: linux\nvm b \{ os:$/m);
  });
});

function merged(base: string, ours: string, theirs: string) {
  const result = mergeTexts(base, ours, theirs);
  assert.ok(result !== undefined);
  return result;
}

function changed(text: string, from: string, to: string): string {
  assert.equal(text.split(from).length, 2, `'${from}' stands once in the text`);
  return text.replace(from, () => to);
}
