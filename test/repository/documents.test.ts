import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';

const root = join(import.meta.dirname, '../..');
const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

test('every link between documents leads somewhere', () => {
  const broken = documents.flatMap((document) =>
    linksOf(read(document))
      .filter((link) => !existsSync(join(root, dirname(document), decodeURIComponent(link))))
      .map((link) => `${document}: ${link}`),
  );
  assert.deepEqual(broken, []);
});

test('a broken link would be seen', () => {
  assert.deepEqual(linksOf('[a](gone.md) ![b](x/y.png#top) [c](https://example.org) [d](#here)'), [
    'gone.md',
    'x/y.png',
  ]);
});

test('every file that a document names is there', () => {
  const named = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap((document) =>
    [
      ...read(document).matchAll(
        /`((?:bench|cli|core|docs|examples|executor|extension|grammar|language-server|scripts|simulator|test)\/[\w./-]+)`/g,
      ),
    ]
      .map(([, path]) => path ?? '')
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${document}: ${path}`),
  );
  assert.deepEqual(named, []);
});

test('the runbook of the README is twelve formatted lines without a problem', async () => {
  const [, text = ''] = /```failback\n([\s\S]*?)```/.exec(read('README.md')) ?? [];
  assert.equal(text.trimEnd().split('\n').length, 12);
  assert.equal(formatText(text), text);
  const uri = pathToFileURL(join(root, 'examples/contoso-erp/readme.failback')).href;
  const { runbook, problems } = await loadRunbook(uri, async (wanted) =>
    wanted === uri ? text : readFileSync(new URL(wanted), 'utf8'),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    runbook?.machines.map(({ name }) => name),
    ['shop-db', 'shop-web-01', 'shop-web-02'],
  );
});

/** Targets of links to files, without their anchors. */
function linksOf(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => (target ?? '').replace(/#.*$/, ''));
  return targets.filter((target) => target !== '' && !/^[a-z]+:/i.test(target));
}

function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}
