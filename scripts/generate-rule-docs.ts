/**
 * Writes docs/rules from the catalogue: one page a rule and a table of all.
 *
 *     node scripts/generate-rule-docs.ts            writes them
 *     node scripts/generate-rule-docs.ts --check    fails when they are not what it would write
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePages } from '../core/rules/rule-pages.ts';

const folder = join(import.meta.dirname, '../docs/rules');
const pages = rulePages();

mkdirSync(folder, { recursive: true });
const present = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const stale = [...pages].filter(([name, text]) => present.get(name) !== text).map(([name]) => name);
const surplus = [...present.keys()].filter((name) => !pages.has(name));

if (process.argv.includes('--check')) {
  for (const name of stale) console.error(`docs/rules/${name} is not what the catalogue says.`);
  for (const name of surplus) console.error(`docs/rules/${name} is the page of no rule.`);
  if (stale.length + surplus.length > 0) {
    console.error('Write them anew:\nnode scripts/generate-rule-docs.ts');
    process.exitCode = 1;
  }
} else {
  for (const name of stale) writeFileSync(join(folder, name), pages.get(name) ?? '');
  for (const name of surplus) rmSync(join(folder, name));
  console.log(`${stale.length} pages written, ${surplus.length} removed, ${pages.size} in all.`);
}
