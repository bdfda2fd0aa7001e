/** Draws extension/icons/failback.png (128 pixels, as the marketplace asks) from the SVG beside it. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browse.ts';

const icon = (name: string) => fileURLToPath(new URL(`../../extension/icons/${name}`, import.meta.url));

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<style>*{margin:0}svg{display:block}</style>${readFileSync(icon('failback.svg'), 'utf8')}`);
await page.screenshot({ path: icon('failback.png'), omitBackground: true });
await browser.close();
