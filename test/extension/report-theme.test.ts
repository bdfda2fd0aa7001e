import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { inTheme } from '../../extension/features/report/in-theme.ts';
import { sampleRun } from '../report/sample-run.ts';

const report = renderHtmlReport(sampleRun('failed'));
const styleOf = (html: string) => /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';

test('the report takes the colours of the editor around it, not those of the system', () => {
  const themed = (dark: boolean) => styleOf(inTheme(report, { dark, highContrast: false }));
  for (const dark of [true, false]) {
    assert.doesNotMatch(themed(dark).replace(/@media print and[^{]*/, ''), /prefers-color-scheme/);
    assert.match(
      themed(dark),
      dark ? /color-scheme: dark;[\s\S]*@media screen \{/ : /color-scheme: light;[\s\S]*@media not all \{/,
    );
    assert.doesNotMatch(themed(dark), /contrastBorder/);
  }
});

test('in high contrast the editor\u2019s own colours come last, so that they win', () => {
  for (const dark of [true, false]) {
    const style = styleOf(inTheme(report, { dark, highContrast: true }));
    const [last] = style.split('--page:').slice(-1);
    assert.match(last ?? '', /^ var\(--vscode-editor-background\)/);
    assert.match(style, /--soft: var\(--vscode-editor-foreground\)/);
  }
});
