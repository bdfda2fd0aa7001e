/**
 * Draws the comment that `failback review` writes at a pull request as a forge shows it: Markdown to a page, its Mermaid
 * graphs by Mermaid itself, which thereby proves that they are graphs. `node scripts/draw-comment.ts` writes
 * docs/screenshots/review-comment.png; the two renderers go to .cache/pictures.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderComment } from '../core/review/render-comment.ts';
import { reviewOf } from '../core/review/review.ts';
import { catalogue } from '../core/rules/catalogue.ts';
import { exampleSide, exampleText } from '../test/review/reviewed.ts';
import { openBrowser } from './vscode-host/browse.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const renderers = join(root, '.cache/pictures');

mkdirSync(renderers, { recursive: true });
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', renderers, 'marked@17', 'mermaid@11'], {
  stdio: 'inherit',
});
const require = createRequire(join(renderers, 'package.json'));
const { marked } = require('marked') as { marked: { parse(text: string): string } };
const mermaid = readFileSync(join(renderers, 'node_modules/mermaid/dist/mermaid.min.js'), 'utf8');

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, deviceScaleFactor: 1 });
await page.setContent(document(marked.parse(await comment())));
await page.addScriptTag({ content: mermaid });
const broken = (await page.evaluate(drawGraphs())) as readonly string[];
if (broken.length > 0) throw new Error(`Mermaid does not understand: ${broken.join('\n')}`);
await page.locator('main').screenshot({ path: join(root, 'docs/screenshots/review-comment.png') });
await browser.close();

/** What a change that a reviewer should stop would look like. */
async function comment(): Promise<string> {
  const changed = exampleText
    .replace('approve "ERP owner confirms the data" { by: erp-owner }', 'without-approval "it went well the last time"')
    .replace('hold: 24 h', 'hold: 2 h')
    .replace('vm erp-batch {', 'vm erp-batch {\n  location: alternate')
    .replace('machines: erp-app, erp-batch', 'machines: erp-app')
    .replace('machines: erp-web, erp-report', 'machines: erp-web, erp-report, erp-batch');
  const [before, after] = [await exampleSide(exampleText), await exampleSide(changed)];
  return renderComment([{ name: 'contoso-erp', before, after, review: reviewOf(before, after) }], [], {
    now: new Date('2026-11-23T10:00:00Z'),
    titleOf: (code) => catalogue.find((rule) => rule.code === code)?.title ?? code,
    whole: undefined,
  });
}

/** Runs in the page; answers what Mermaid did not understand. The graphs are shown open. */
function drawGraphs(): string {
  return `(async () => {
    mermaid.initialize({ startOnLoad: false, theme: 'neutral' });
    const failed = [];
    for (const [index, code] of [...document.querySelectorAll('code.language-mermaid')].entries()) {
      try {
        const { svg } = await mermaid.render('graph-' + index, code.textContent);
        const figure = document.createElement('div');
        figure.innerHTML = svg;
        code.parentElement.replaceWith(figure);
      } catch (error) {
        failed.push(error + ': ' + code.textContent);
      }
    }
    document.querySelector('details').setAttribute('open', '');
    return failed;
  })()`;
}

function document(body: string): string {
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #fff; color: #1f2328; font: 14px/1.5 system-ui, "DejaVu Sans", sans-serif }
    main { padding: 24px; width: 950px } h1 { font-size: 22px } h2 { font-size: 18px; border-bottom: 1px solid #d1d9e0 }
    table { border-collapse: collapse; font-size: 13px } th, td { border: 1px solid #d1d9e0; padding: 5px 10px; text-align: left; vertical-align: top }
    code { font-size: 85%; background: #eff1f3; padding: 1px 4px; border-radius: 4px } details { margin: 12px 0 } summary { cursor: pointer; font-weight: 600 }
    svg { max-width: 100%; height: auto }
  </style><main>${body}</main>`;
}
