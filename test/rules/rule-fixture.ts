import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { assess } from '../../core/rules/assess.ts';
import type { Assessment, Finding } from '../../core/rules/assessment.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { RuleContext } from '../../core/rules/verdict.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { type CaretFixture, type DrawnDiagnostic, readCaretFixture } from '../support/caret-fixture.ts';
import { type Json, patched } from './captured-patches.ts';

const HOME = import.meta.dirname;
const NOW = '2026-11-23T09:10:00Z';

/** A site, a runbook and what is captured of both. `// base: classic` in a fixture takes the classic one. */
interface Base {
  readonly site: string;
  readonly siteFile: string;
  readonly runbook: string;
  readonly inventory: Json;
}

const bases: Readonly<Record<string, Base>> = { modernized: baseCalled('base'), classic: baseCalled('base.classic') };

function baseCalled(name: string): Base {
  const file = (ending: string) => readFileSync(join(HOME, `${name}.${ending}`), 'utf8');
  return {
    site: file('site.failback'),
    siteFile: `${name}.site.failback`,
    runbook: file('runbook.failback'),
    inventory: JSON.parse(file('inventory.json')),
  };
}

function baseOf(text: string): Base {
  const base = bases[saying(text, 'base')[0] ?? 'modernized'];
  assert.ok(base !== undefined, 'a fixture rests on `modernized` or on `classic`');
  return base;
}

/** What the last word of a fixture's name promises of its rule. */
export type Promise_ = 'breaks' | 'holds' | 'unknown' | 'declared' | 'quiet' | 'accepted' | 'attested';

export interface RuleFixture {
  /** `fb112/own-datastore.holds` */
  readonly name: string;
  readonly path: string;
  readonly code: string;
  readonly promise: Promise_;
  readonly text: string;
  readonly drawn: CaretFixture;
}

/** `fixtures/fb112/WHAT.PROMISE.failback`: a runbook, what was captured besides, and the findings drawn under it. */
export function ruleFixtures(): readonly RuleFixture[] {
  const folder = join(HOME, 'fixtures');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.failback'));
  return names.sort().map((file) => {
    const name = file.replace(/\.failback$/, '').replaceAll('\\', '/');
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const code = name.split('/')[0]!.toUpperCase();
    const promise = name.slice(name.lastIndexOf('.') + 1) as Promise_;
    return { name, path, code, promise, text, drawn: readCaretFixture(text, name) };
  });
}

const contexts = new Map<string, Promise<RuleContext>>();

/** The runbook of a fixture beside the captured world it describes; read once for all tests. */
export function contextOf(text: string): Promise<RuleContext> {
  const known = contexts.get(text) ?? read(text);
  contexts.set(text, known);
  return known;
}

async function read(text: string): Promise<RuleContext> {
  const { site, siteFile } = baseOf(text);
  const files = new Map([
    ['file:///fixture/entry.failback', completed(text)],
    [`file:///fixture/${siteFile}`, site],
  ]);
  const { runbook, problems } = await loadRunbook('file:///fixture/entry.failback', async (uri) => files.get(uri));
  const expected = saying(text, 'language');
  assert.deepEqual(
    problems
      .filter(({ code }) => !expected.includes(code))
      .map(({ code, message, at }) => `${at.start.line + 1}: ${code} ${message}`),
    [],
    'the text of the fixture has problems',
  );
  assert.ok(runbook !== undefined);
  return { runbook, inventory: inventoryOf(text), now: new Date(saying(text, 'now')[0] ?? NOW) };
}

/**
 * A fixture without a runbook ends with the usual one, and one without a wave with a wave of all its machines.
 * One that says `// site: own` declares its site itself.
 */
function completed(text: string): string {
  const declared = [...text.matchAll(/^vms? ([\w-]+)/gm)].map((match) => match[1]);
  const wave = /^wave /m.test(text) ? '' : `wave all { machines: ${declared.join(', ')} }\n`;
  const { runbook, siteFile } = baseOf(text);
  const usual = saying(text, 'site').includes('own') ? '' : `import "./${siteFile}"\n`;
  return `${text}${/^runbook /m.test(text) ? usual : runbook}${wave}`;
}

function inventoryOf(text: string): Inventory | undefined {
  const inventory = patched(baseOf(text).inventory, saying(text, 'captured'));
  return inventory === undefined ? undefined : parseInventory(JSON.stringify(inventory), 'fixture');
}

export function saying(text: string, key: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^// ${key}: (.+)$`, 'gm'))].map((match) => match[1]!.trim());
}

export async function assessed(text: string, rules: readonly Rule[] = catalogue): Promise<Assessment> {
  return assess(await contextOf(text), rules);
}

/**
 * The findings that a fixture shows: all of its own rule, and of the others all but what nobody captured, for one fact
 * that is missing makes many rules unknown.
 */
export function shownFindings({ code }: RuleFixture, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.code === code || finding.missing === undefined);
}

/** Findings in the fixture's own text as carets draw them; what does not simply break says how it stands. */
export function drawnFindings(fixture: RuleFixture, findings: readonly Finding[]): DrawnDiagnostic[] {
  return findings.filter(isWithin(fixture)).map((finding) => ({
    file: 'entry.failback',
    line: finding.at.start.line,
    from: finding.at.start.character,
    to: finding.at.end.line === finding.at.start.line ? finding.at.end.character : finding.at.start.character + 1,
    severity: finding.severity,
    code: finding.code,
    message: toldOf(finding),
  }));
}

/** Findings in the shared files, as the `// elsewhere:` lines of a fixture tell them. */
export function findingsElsewhere(fixture: RuleFixture, findings: readonly Finding[]): readonly string[] {
  const within = isWithin(fixture);
  return findings
    .filter((finding) => !within(finding))
    .map((finding) => `${finding.severity} ${finding.code} ${toldOf(finding).split('\n')[0]}`)
    .sort();
}

function isWithin({ text }: RuleFixture) {
  const lines = text.split('\n').length - 1;
  return ({ at }: Finding) => at.uri === 'file:///fixture/entry.failback' && at.start.line < lines;
}

function toldOf({ standing, message }: Finding): string {
  return standing === 'broken' ? message : `${standing}: ${message}`;
}
