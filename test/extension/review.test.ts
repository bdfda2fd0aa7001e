import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planVerdict } from '../../extension/features/approve-plan/plan-verdict.ts';
import { type ReviewPage, reviewPage } from '../../extension/features/compare/review-page.ts';
import { hiddenFace, isShown } from '../../extension/features/only-changed/shown-problems.ts';
import { lineMarks } from '../../extension/features/review-marks/line-marks.ts';
import { changedLinesOf, type LineEdit, movedLines } from '../../extension/infrastructure/changed-lines-of.ts';
import { type Compared, type ComparedChange, readCompared } from '../../extension/infrastructure/compared.ts';
import { exampleSide, exampleText } from '../review/reviewed.ts';

const uri = 'file:///w/my%20erp.failback';
const at = (line: number) => ({ uri, start: { line, character: 2 }, end: { line, character: 9 } });
const change = (parts: Partial<ComparedChange>): ComparedChange => ({
  risk: 'serious',
  kind: 'way',
  subjects: ['a'],
  says: 'The datastore of a was gold and is tin.',
  means: undefined,
  at: undefined,
  ...parts,
});
const figures = {
  hash: 'a'.repeat(64),
  machines: 12,
  waves: 3,
  total: { low: 1, likely: 3600, high: 7200, source: 'x' },
  bytes: { low: 0, high: 2 ** 40 },
  costPerHour: null,
  approvals: 9,
  irreversible: 25,
  blocking: 0,
  criticalPath: [],
};
const compared = (changes: readonly ComparedChange[]): Compared => ({
  runbook: 'erp',
  file: 'erp.failback',
  kind: 'compared',
  review: { changes: [...changes], before: figures, after: { ...figures, hash: 'b'.repeat(64), approvals: 8 } },
});
const page = (parts: Partial<ReviewPage>) =>
  reviewPage({ panel: uri, against: 'HEAD', compared: compared([]), nonce: 'N0nce', ...parts });

/** What links of a page call, in order. */
function calls(html: string): readonly unknown[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => {
    const plain = href.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    const [command, argument = ''] = plain.split('?');
    return [command, ...(JSON.parse(decodeURIComponent(argument)) as unknown[])];
  });
}

test('the page tells the verdict, the changes by weight, where they stand, and the figures', () => {
  const html = page({
    compared: compared([
      change({ risk: 'grave', kind: 'gate', says: 'The approval is gone.', means: 'Nobody is asked.' }),
      change({ at: at(4), elsewhere: [at(7)] }),
      change({ says: 'b does not come home any more.', at: at(2), inOldText: true }),
    ]),
  });
  assert.match(html, /<p class="lead grave">3 changes of meaning \(1 grave, 2 serious\)\.<\/p>/);
  assert.ok(html.indexOf('The approval is gone.') < html.indexOf('The datastore of a'));
  assert.deepEqual(calls(html), [
    ['command:failback.comparePlans', { panel: uri }],
    ['command:failback.showChange', { panel: uri, change: 1, place: 0 }],
    ['command:failback.showChange', { panel: uri, change: 1, place: 1 }],
  ]);
  assert.match(html, />my erp\.failback:5<.*>my erp\.failback:8</);
  // A line of the old text leads nowhere: in the new one something else stands there.
  assert.match(html, /my erp\.failback:3 of the old text/);
  assert.match(html, /approvals<\/th><td>9<\/td><td>8<\/td><td>−1<\/td>/);
  assert.match(html, /<code>a{12}<\/code> → <code>b{12}<\/code>/);
});

test('nothing that an author wrote becomes markup, a link or a style', () => {
  const evil = '"><script>alert(1)</script><a href="command:x">&\u202e';
  const html = page({
    against: evil,
    panel: evil,
    compared: {
      ...compared([change({ says: evil, means: evil, subjects: [evil], at: { ...at(1), uri: evil } })]),
      runbook: evil,
    },
  });
  const tags = new Set([...html.matchAll(/<(\/?[a-z]\w*)/g)].map(([, name]) => name!));
  assert.ok(!tags.has('script'));
  assert.ok(!html.includes('\u202e'));
  assert.deepEqual(
    calls(html).map((call) => (call as string[])[0]),
    ['command:failback.comparePlans', 'command:failback.showChange'],
  );
  const broken = page({ compared: { runbook: 'r', file: 'f', kind: 'broken', message: evil } });
  assert.ok(!broken.includes('<script'));
});

test('the page lets in its own style and nothing else', () => {
  const html = page({});
  assert.match(html, /content="default-src 'none'; style-src 'nonce-N0nce'"/);
  assert.match(html, /<style nonce="N0nce">/);
  assert.doesNotMatch(html, /<script|\bstyle="|\bon\w+="|url\(|@import|https?:/);
  // Each colour is the editor's.
  assert.doesNotMatch(html, /#[0-9a-f]{3,8}\b(?!;)|rgba?\(/);
});

test('what is the same, new, gone or broken is said in a sentence', () => {
  const head = { runbook: 'erp', file: 'erp.failback' };
  assert.match(page({ compared: { ...head, kind: 'same' } }), /Nothing is different\./);
  assert.match(
    page({ compared: { ...head, kind: 'new', figures } }),
    /A new runbook: 12 machines in 3 waves, up to 1 TiB/,
  );
  assert.match(page({ compared: { ...head, kind: 'gone', figures } }), /The runbook is gone\./);
  assert.match(page({}), /Nothing is decided otherwise\./);
});

test('thousands of changes are summed up', () => {
  const html = page({ compared: compared(Array.from({ length: 5000 }, (_, line) => change({ at: at(line) }))) });
  assert.match(html, /… and 4,800 more changes of this weight/);
  assert.ok(html.length < 200_000);
});

test('the answer of the command line is read, whatever JSON left out', () => {
  const answer: unknown = JSON.parse(JSON.stringify([compared([change({ at: at(4) }), change({})])]));
  const [only] = readCompared(answer);
  assert.ok(only?.kind === 'compared');
  assert.deepEqual(only.review.changes[0]?.at, at(4));
  assert.throws(() => readCompared([{ kind: 'compared', runbook: 'r', file: 'f', review: {} }]));
});

const place = (line: number, risk: ComparedChange['risk'], says: string) => ({ line, risk, says });
const marksOf = (...[final, changed]: Parameters<typeof lineMarks>) =>
  lineMarks(final, changed).map(({ line, sign, changed: news, hover }) => [line, sign, news, hover.join(' | ')]);

test('a line has the graver of its signs, and the words of both', () => {
  assert.deepEqual(
    marksOf(
      [
        { line: 9, guard: 'approval', why: 'No way back.' },
        { line: 3, guard: 'nobody', why: 'First.\nSecond.' },
        { line: 5, guard: 'missing', why: 'Nobody is asked.' },
      ],
      {
        base: 'HEAD',
        lines: new Set(),
        places: [
          place(9, 'slight', 'Words.'),
          place(9, 'serious', 'Order.'),
          place(1, 'grave', 'G.'),
          place(2, 'notable', 'N.'),
        ],
      },
    ),
    [
      [1, 'grave', true, 'Against HEAD: | G.'],
      [2, 'changed', true, 'Against HEAD: | N.'],
      [3, 'unguarded', false, 'First. | Second.'],
      [5, 'unguarded', false, 'Nobody is asked.'],
      [9, 'final', true, 'No way back. | Against HEAD: | Order. | Words.'],
    ],
  );
  assert.deepEqual(marksOf([], undefined), []);
});

test('a line of a thousand machines says a dozen things', () => {
  const places = Array.from({ length: 1000 }, (_, at) => place(1, 'serious', `Machine ${at}.`));
  const [mark] = lineMarks([], { base: 'HEAD', lines: 'all', places });
  assert.equal(mark?.hover.length, 14);
  assert.equal(mark?.hover.at(-1), '… and 988 more.');
});

test('the new lines of a diff', () => {
  const diff =
    '--- a/x\n+++ b/x\n@@ -3 +3,2 @@ runbook r {\n-a\n+b\n+c\n@@ -9,2 +11,0 @@\n-d\n-@@ -1 +1 @@\n@@ -20,0 +20 @@\n+e\n';
  assert.deepEqual([...changedLinesOf(diff)], [2, 3, 19]);
  assert.deepEqual([...changedLinesOf('')], []);
});

test('changed lines move with what is typed, and what is touched is changed', () => {
  const text = ['a', 'b', 'c', 'd', 'e', 'f'];
  const marked = new Set([1, 4]);
  const cases: readonly [LineEdit, string][] = [
    [{ start: 0, end: 0, breaks: 1, beginsLine: true }, 'two lines above'],
    [{ start: 2, end: 2, breaks: 2, beginsLine: false }, 'behind a line between'],
    [{ start: 2, end: 3, breaks: 0, beginsLine: true }, 'a line between goes'],
    [{ start: 5, end: 5, breaks: 0, beginsLine: false }, 'the last line'],
  ];
  for (const [edit, what] of cases) {
    const lines = movedLines(marked, edit);
    // Lines that stay are found again in the text after the edit.
    const added = Array.from({ length: edit.breaks }, () => '+');
    const after = edit.beginsLine
      ? [...text.slice(0, edit.start), ...added, ...text.slice(edit.end)]
      : [...text.slice(0, edit.start + 1), ...added, ...text.slice(edit.end + 1)];
    for (const line of ['b', 'e']) assert.ok(lines.has(after.indexOf(line)), `${what}: ${line}`);
    assert.ok(lines.has(edit.start), what);
    assert.ok(lines.size <= marked.size + edit.breaks + 1, what);
  }
  assert.deepEqual([...movedLines(new Set([2]), { start: 1, end: 4, breaks: 0, beginsLine: true })], [1]);
});

test('a problem of a rule is shown where something changed, and any other problem everywhere', () => {
  const file = { lines: new Set([4]), places: [place(8, 'slight', 'x')] };
  const problem = (code: unknown, line: number) => ({ code, range: { start: { line }, end: { line } } });
  const shown = (code: unknown, line: number) => isShown(problem(code, line), file);
  assert.deepEqual(
    [shown('FB041', 4), shown('FB041', 5), shown('FB041', 8), shown({ value: 'FB041', target: 'x' }, 5)],
    [true, false, true, false],
  );
  assert.equal(shown('unknown-facts', 5), false);
  for (const code of ['syntax', 'unknown-name', 'inventory-unreadable', 'catalogue-broke-down', undefined, 7])
    assert.ok(shown(code, 5), String(code));
  assert.ok(isShown(problem('FB041', 5), { lines: 'all', places: [] }));
});

test('the status bar says how much is hidden, and why nothing is', () => {
  assert.equal(hiddenFace(0, undefined).text, '$(filter) 0 problems hidden');
  assert.match(hiddenFace(1, undefined).tooltip, /1 problem on other lines is hidden; a live run wants all/);
  assert.match(hiddenFace(3, 'There is no default branch.').text, /All problems shown/);
});

test('what is approved is told with its verdict and the whole hash', async () => {
  const { plan } = await exampleSide(exampleText);
  const ready = planVerdict({ ...plan, blockedBy: [] });
  assert.match(ready, /^READY: /);
  assert.ok(ready.endsWith(`Plan ${plan.hash}`));
  assert.match(ready, /12 machines in 3 waves, modernized; 25 steps that cannot be taken back, 0 points of no return/);
  const blocked = planVerdict({ ...plan, blockedBy: ['FB001 is broken.\n  failback explain FB001', 'FB002'] });
  assert.match(blocked, /^NOT READY: 2 reasons against a live run\. FB001 is broken\.$/m);
});
