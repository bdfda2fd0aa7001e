import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brokenNames, seedRows, sentencesOf, unmatched } from './seed-table.ts';

const root = join(import.meta.dirname, '../..');
const ARTICLE = join(root, '../shared/domain/seed-failback.md');
const document = readFileSync(join(root, 'docs/seed.md'), 'utf8');
const rows = seedRows(document);

describe('the table of the article this began with', () => {
  it('numbers its rows without a gap', () => {
    assert.deepEqual(
      rows.map(({ number }) => number),
      rows.map((_, index) => index + 1),
    );
    assert.ok(rows.length > 50);
  });

  it('names only rules, settings, blocks, facts and steps that exist', () => {
    assert.deepEqual(rows.flatMap(brokenNames), []);
  });

  it('has a row for each sentence of the article', {
    skip: !existsSync(ARTICLE) && 'the article is not here, so its sentences are not compared with the table',
  }, () => {
    assert.deepEqual(unmatched(rows, sentencesOf(readFileSync(ARTICLE, 'utf8'))), []);
  });

  it('leads to headings that the pages have', () => {
    const gone = [...document.matchAll(/\]\(((?:language|plan)\.md)#([\w-]+)\)/g)]
      .filter(([, page, anchor]) => !anchorsOf(page!).has(anchor!))
      .map(([link]) => link);
    assert.deepEqual(gone, []);
  });
});

describe('what is wrong with such a table is seen', () => {
  const row = { number: 1, begins: 'You need', carriedBy: '', sinceThen: '' };

  it('a sentence without a row, and a row without a sentence', () => {
    assert.deepEqual(unmatched([row], ['You need a drive.', 'It is called a retention drive.']), [
      'It is called a retention drive.',
    ]);
    assert.deepEqual(unmatched([row, row], ['You need a drive.']), ['You need']);
    assert.deepEqual(unmatched([row, { ...row, number: 2 }], ['You need a drive.', 'You need a disk.']), [
      'several begin: You need',
      'several begin: You need',
    ]);
  });

  it('a rule, a block, a setting, a fact, a step that does not exist', () => {
    for (const carriedBy of [
      '[FB999](rules/FB999.md)',
      '[`drive`](language.md#drive)',
      '[`drive:`](language.md#master-target)',
      '[`remove:`](language.md#master-target)',
      '[`known { drive }`](language.md#known)',
      'step [`format`](plan.md#a-machines-way)',
      'step [`reprotect`](language.md#vm)',
    ])
      assert.equal(brokenNames({ ...row, carriedBy }).length, 1, carriedBy);
    assert.deepEqual(brokenNames({ ...row, carriedBy: 'see elsewhere' }), ['1: carried by nothing']);
    assert.deepEqual(brokenNames({ ...row, carriedBy: '[FB080](rules/FB080.md)' }), []);
  });

  it('sentences are told apart as the article writes them', () => {
    const article =
      '---\ntitle: x\n---\n# Heading one two\nFirst [one](a.md) is it. Second **one** is too.\n\n* Third\n  goes on.\n T\n';
    assert.deepEqual(sentencesOf(article), ['First one is it.', 'Second one is too.', 'Third goes on.']);
  });
});

function anchorsOf(page: string): ReadonlySet<string> {
  const headings = readFileSync(join(root, 'docs', page), 'utf8').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}
