import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { escapeHtml } from '../../core/report/escape-html.ts';
import { escapeMarkdown } from '../../core/report/render-markdown.ts';
import { showControls, showControlsInLines } from '../../core/show-controls.ts';
import { plainMessage } from '../../extension/infrastructure/plain-message.ts';

const root = join(import.meta.dirname, '../..');
/** Each breaks out of something: of a terminal, the order of reading, HTML, Markdown, a notification, an icon. */
const HOSTILE = [
  '\u001b]0;owned\u0007\u001b[2J',
  'gpj.\u202eexe',
  'erp\u200b-db',
  'tag\u{e0041}s',
  'half \ud800',
  'line\u2028break',
  '<img src=x onerror=alert(1)>"\'&',
  '[click](command:workbench.action.terminal.new)',
  '![x](https://evil.example/p.png) `code` | cell | **bold**',
  '$(alert) icon',
];
/** Controls, what turns the direction of writing or has no width, tags, and halves of characters. */
const HIDES = /[\p{Cc}\p{Cs}\u200b\u2028-\u202e\u2066-\u2069]|\u{e0041}/u;

describe('untrusted text', () => {
  for (const hostile of HOSTILE) {
    it(`does nothing to a terminal, HTML, Markdown or a notification: ${JSON.stringify(hostile)}`, () => {
      for (const shown of [showControls, showControlsInLines, escapeHtml, escapeMarkdown, plainMessage])
        assert.doesNotMatch(shown(hostile), HIDES, shown.name);
      assert.doesNotMatch(escapeHtml(hostile), /[<>"']/);
      assert.doesNotMatch(escapeMarkdown(hostile), /(^|[^\\])[[\]<>|`*]/);
      assert.doesNotMatch(plainMessage(hostile), /\]\(|\$\(/);
    });
  }

  it('keeps what people write: umlauts, other scripts, emoji that are joined', () => {
    for (const honest of ['Zürich', 'نسخه‌برداری', '👩‍💻', 'データ']) assert.equal(showControls(honest), honest);
  });
});

/** What makes a sink dangerous is forgetting it: the sources are searched for each. */
describe('every sink', () => {
  const sources = (glob: string) =>
    globSync(glob, { cwd: root }).map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);

  it('in a notification: words that are not constants go through `plainMessage`', () => {
    const careless = sources('extension/**/*.ts').flatMap(([file, text]) =>
      [...text.matchAll(/\bshow(?:Information|Warning|Error)Message\(\s*(?![\s'])(\w[\w.]*)[,)(]/g)]
        .filter(([, first]) => !SAFE.has(first ?? ''))
        .map(([, first]) => `${file}: ${first}`),
    );
    assert.deepEqual(careless, []);
  });

  it('in Markdown that the editor renders: never trusted, and text is appended as text', () => {
    for (const [file, text] of sources('extension/**/*.ts')) {
      assert.doesNotMatch(text, /isTrusted\s*=\s*true|supportHtml\s*=\s*true/, file);
      assert.doesNotMatch(text, /new vscode\.MarkdownString\((?!\))/, `${file}: a MarkdownString made of text`);
    }
  });

  it('in a page of the editor: its own policy lets nothing run', () => {
    const pages = sources('extension/**/*.ts').filter(([, text]) => text.includes('Content-Security-Policy'));
    for (const [file, text] of pages) assert.match(text, /default-src 'none'/, file);
    assert.ok(pages.length > 0);
  });

  it('towards a server: nothing turns the check of certificates off, but where a fingerprint is pinned instead', () => {
    const off = sources('{cli,core,executor,extension,language-server/src}/**/*.ts')
      .filter(([, text]) =>
        /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED\s*=(?!=)\s*'0'|checkServerIdentity/.test(text),
      )
      .map(([file]) => file.replaceAll('\\', '/'));
    assert.deepEqual(off, ['executor/vsphere/trusted-agent.ts']);
  });
});

/** A question stands in a modal dialogue, which makes no links. */
const SAFE = new Set(['plainMessage', 'question']);
