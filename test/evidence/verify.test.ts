import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { bundleRun } from '../../executor/journal/evidence/bundle-run.ts';
import { checkContainer, readManifest } from '../../executor/journal/evidence/check-bundle.ts';
import { checkLines } from '../../executor/journal/evidence/check-lines.ts';
import { PACKED_BY } from '../../executor/journal/evidence/pack.ts';
import { bundleFiles, openRunFiles, type RunFiles } from '../../executor/journal/evidence/run-files.ts';
import { isIntact, verifyRun } from '../../executor/journal/evidence/verify-run.ts';
import { factsHashOf, readFacts } from '../../executor/journal/facts-store.ts';
import { CHAIN_START, chainLine } from '../../executor/journal/hash-chain.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { openEstate, type TestEstate } from '../executor/estate.ts';
import { bytesOf, flipped, journalOf, linesOf, withFile } from './tampered.ts';

let estate: TestEstate;
let files: RunFiles;
let journal: readonly string[];

before(async () => {
  estate = await openEstate({ faults: ['429@reprotect/*', 'lost-answer@failover/erp-db-01'] });
  const { status, because } = await estate.execute();
  assert.equal(status, 'done', because);
  files = await openRunFiles(estate.run.directory, 'run');
  journal = linesOf(await bytesOf(files, 'journal.jsonl'));
});
after(() => estate.close());

async function troubles(changed: RunFiles): Promise<readonly string[]> {
  const { checks } = await verifyRun(changed);
  return checks.filter(({ outcome }) => outcome === 'bad').map(({ what, sentence }) => `${what}: ${sentence}`);
}

test('a run as failback left it is intact, and every check could be made', async () => {
  const verification = await verifyRun(files);
  assert.ok(isIntact(verification), JSON.stringify(verification.checks, undefined, 2));
  assert.deepEqual(
    verification.checks.filter(({ outcome }) => outcome === 'untold'),
    [],
  );
  assert.equal(verification.lines, journal.length);
});

test('one flipped bit is found, wherever it is', async () => {
  const names = files.names.filter((name) => /^(run|plan|files|inventory)\.json$|^journal\.jsonl$|^facts\//.test(name));
  assert.ok(names.length >= 6, names.join());
  for (const name of names) {
    const bytes = await bytesOf(files, name);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
        const found = await troubles(withFile(files, name, flipped(bytes, bit)));
        assert.notDeepEqual(found, [], `bit ${bit} of ${name}`);
      }),
      { numRuns: name === 'journal.jsonl' ? 150 : 12 },
    );
  }
});

test('every bit of a line counts, those outside its event too', () => {
  const whole = journalOf(journal.slice(0, 3));
  const lastLine = whole.length - Buffer.byteLength(`${journal[2]}\n`);
  for (let bit = lastLine * 8; bit < (whole.length - 1) * 8; bit += 1) {
    const { damage, newer } = checkLines(flipped(whole, bit));
    assert.ok(damage !== undefined || newer !== undefined, `bit ${bit - lastLine * 8}`);
  }
});

test('a line that was removed, doubled, changed places or put in is found', async () => {
  const line = fc.nat({ max: journal.length - 2 });
  await fc.assert(
    fc.asyncProperty(line, fc.constantFrom('removed', 'doubled', 'swapped', 'foreign'), async (at, how) => {
      const lines = [...journal];
      if (how === 'removed') lines.splice(at, 1);
      if (how === 'doubled') lines.splice(at, 0, lines[at] ?? '');
      if (how === 'swapped') lines.splice(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
      if (how === 'foreign') lines.splice(at, 0, '{"v":1,"seq":0,"prev":"start","hash":"x","event":{}}');
      assert.notDeepEqual(await troubles(withFile(files, 'journal.jsonl', journalOf(lines))), [], `${how} at ${at}`);
    }),
    { numRuns: 80 },
  );
});

test('lines cut off the end are missed by the file of the figures, and told apart from damage', async () => {
  const cut = withFile(files, 'journal.jsonl', journalOf(journal.slice(0, -3)));
  assert.deepEqual(await troubles(cut), [
    `end of the journal: ${journal.length} lines had been written, and 3 at the end are gone: cut off, or lost with the power before the disk had them.`,
  ]);
});

test('without the figures nobody can tell whether lines were cut off, and verify does not claim to', async () => {
  const cut = withFile(withFile(files, 'progress.json', undefined), 'journal.jsonl', journalOf(journal.slice(0, -3)));
  const { checks } = await verifyRun(cut);
  const end = checks.find(({ what }) => what === 'end of the journal');
  assert.equal(end?.outcome, 'untold');
});

test('half a line at the end is what a crash leaves, and no damage', async () => {
  const half = journalOf([...journal.slice(0, -1)]);
  const torn = Buffer.concat([half, Buffer.from((journal.at(-1) ?? '').slice(0, 40))]);
  const { checks } = await verifyRun(withFile(withFile(files, 'progress.json', undefined), 'journal.jsonl', torn));
  const chain = checks.find(({ what }) => what === 'journal');
  assert.deepEqual([chain?.outcome, chain?.sentence.includes('cut in the middle')], ['good', true]);
});

test('a journal written anew from its first line holds together, and its story does not', async () => {
  const forged = (change: (events: RunEvent[]) => RunEvent[]) => {
    const events = change([...checkLines(journalOf(journal)).events]);
    let prev = CHAIN_START;
    const lines = events.map((event, seq) => {
      const { line, hash } = chainLine(seq, prev, event);
      prev = hash;
      return line;
    });
    return withFile(files, 'journal.jsonl', journalOf(lines));
  };
  const without = (kind: RunEvent['kind']) => forged((events) => events.filter((event) => event.kind !== kind));
  assert.match((await troubles(without('intent'))).join(), /story: .*has an answer to a call that was never intended/);
  assert.match((await troubles(without('gate-opened'))).join(), /story: .*is answered and was never asked/);
  const otherPlan = forged((events) =>
    events.map((event) => (event.kind === 'gate-answered' ? { ...event, planHash: 'f'.repeat(64) } : event)),
  );
  assert.match((await troubles(otherPlan)).join(), /story: .*is answered on another plan than the run follows there/);
});

test('a plan whose decisions were changed is not that of the run, though its hash was taken anew', async () => {
  const plan = JSON.parse(Buffer.from(await bytesOf(files, 'plan.json')).toString('utf8'));
  plan.machines[0].datastore = 'ds-elsewhere';
  const found = await troubles(withFile(files, 'plan.json', Buffer.from(JSON.stringify(plan))));
  assert.match(found.join(), /plans: The plan 'plan\.json' was changed after it was made/);
  assert.match(found.join(), /files: 'plan\.json' was changed after the run began/);
});

test('what was seen at each check of the facts, and at the end, is kept whole', async () => {
  const events = [...checkLines(journalOf(journal)).events];
  const seen = events.flatMap((event) => ('seen' in event && event.seen !== undefined ? [event.seen] : []));
  assert.ok(seen.length >= 3 && events.at(-1)?.kind === 'run-ended' && 'seen' in (events.at(-1) ?? {}));
  const began = parseInventory(Buffer.from(await bytesOf(files, 'inventory.json')).toString('utf8'), 'inventory.json');
  for (const hash of new Set(seen)) {
    const facts = await readFacts(estate.run, began, hash);
    assert.equal(facts.items?.length, began.items?.length);
    assert.ok(Date.parse(facts.capturedAt) >= Date.parse(began.capturedAt));
  }
  assert.equal(files.names.filter((name) => factsHashOf(name) !== undefined).length, new Set(seen).size);
});

const options = { reports: { 'report.md': '# A report\n' }, status: 'done', withOutput: false };

test('a bundle has the same bytes each time, and is intact', async () => {
  const [one, other] = [await bundleRun(estate.run, options), await bundleRun(estate.run, options)];
  assert.ok(Buffer.from(one).equals(other));
  const bundle = bundleFiles(one, 'bundle.zip');
  const verification = await verifyRun(bundle);
  assert.ok(isIntact(verification), JSON.stringify(verification.checks, undefined, 2));
  assert.equal((await checkContainer(bundle, one, await readManifest(bundle))).outcome, 'good');
  for (const name of [
    'manifest.json',
    'run.json',
    'plan.json',
    'files.json',
    'inventory.json',
    'journal.jsonl',
    'report.md',
  ])
    assert.ok(bundle.names.includes(name), name);
});

test('one flipped bit of a bundle is found, in its files or in the archive around them', async () => {
  const bytes = await bundleRun(estate.run, options);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
      const changed = flipped(bytes, bit);
      let bundle: RunFiles;
      try {
        bundle = bundleFiles(changed, 'bundle.zip');
      } catch {
        return; // refused as a whole
      }
      const container = await checkContainer(bundle, changed, await readManifest(bundle));
      const found = [...(await troubles(bundle)), ...(container.outcome === 'good' ? [] : [container.sentence])];
      assert.notDeepEqual(found, [], `bit ${bit}`);
    }),
    { numRuns: 60 },
  );
});

test('a bundle misses lines that were cut off its journal, and files that were put in', async () => {
  const bundle = bundleFiles(await bundleRun(estate.run, options), 'bundle.zip');
  const cut = withFile(bundle, 'journal.jsonl', journalOf(journal.slice(0, -1)));
  assert.match((await troubles(cut)).join(), /1 at the end are gone/);
  assert.match(
    (await troubles(withFile(bundle, 'note.txt', Buffer.from('hello')))).join(),
    /'note\.txt' was put in later/,
  );
});

test('the library that decides over the bytes of a bundle is the one that is installed', () => {
  assert.equal(PACKED_BY, `fflate ${packageJson.dependencies.fflate}`);
});
