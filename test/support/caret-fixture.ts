import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';

/**
 * A fixture is a runbook with its diagnostics drawn under it:
 *
 *     vm erp-db { via: mt-win  datastore: ds-bronze }
 *     //                                  ^^^^^^^^^ error FB064 'esx-01' does not mount
 *
 * A line `// file: NAME` begins another file; the first file is the one that is opened. `// inventory: NAME.json`
 * names an inventory beside the fixture. Carets under the first two columns are drawn with `//<`, which moves them
 * three columns to the left. The message is a beginning: what follows it is free.
 */
export interface CaretFixture {
  readonly name: string;
  /** Path of each file to its text; the first is the entry. */
  readonly files: ReadonlyMap<string, string>;
  readonly entry: string;
  readonly inventory: string | undefined;
  readonly expected: readonly DrawnDiagnostic[];
}

/** A diagnostic as a fixture draws it: within one line, counted from 0. */
export interface DrawnDiagnostic {
  readonly file: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly code: string;
  readonly message: string;
}

const CARETS =
  /^(?<lead>\s*\/\/<?\s*)(?<carets>\^+) (?<severity>error|warning|info|hint) (?<code>\S+)(?: (?<message>.*))?$/;
const ENTRY = 'entry.failback';

export function readCaretFixture(text: string, name: string): CaretFixture {
  const lines: { file: string; text: string }[] = [];
  let file = ENTRY;
  let inventory: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\/\/ (file|inventory): (.+)$/.exec(line);
    if (header?.[1] === 'file') file = header[2]!.trim();
    else {
      if (header?.[1] === 'inventory') inventory = header[2]!.trim();
      lines.push({ file, text: line });
    }
  }
  const byFile = Map.groupBy(lines, (line) => line.file);
  const files = new Map([...byFile].map(([path, own]) => [path, own.map((line) => line.text).join('\n')]));
  const preamble = files.get(ENTRY);
  const [, second] = [...files.keys()];
  if (preamble !== undefined && second !== undefined && /^(\s*\/\/.*\n?|\s*\n)*$/.test(preamble)) {
    files.delete(ENTRY);
    files.set(second, `${preamble}\n${files.get(second) ?? ''}`);
  }
  const expected = [...files].flatMap(([path, own]) => drawnIn(path, own));
  return { name, files, entry: [...files.keys()][0] ?? ENTRY, inventory, expected };
}

function drawnIn(file: string, text: string): DrawnDiagnostic[] {
  const drawn: DrawnDiagnostic[] = [];
  let source = 0;
  text.split('\n').forEach((line, index) => {
    const match = CARETS.exec(line)?.groups;
    if (match === undefined) {
      source = index;
      return;
    }
    const from = match.lead!.length - (match.lead!.includes('<') ? 3 : 0);
    drawn.push({
      file,
      line: source,
      from,
      to: from + match.carets!.length,
      severity: match.severity as DrawnDiagnostic['severity'],
      code: match.code!,
      message: match.message ?? '',
    });
  });
  return drawn;
}

/** Fails unless exactly the drawn diagnostics were found. With `UPDATE=1` and a path, draws what was found instead. */
export function assertDrawn(fixture: CaretFixture, found: readonly DrawnDiagnostic[], path?: string): void {
  const missing = [...fixture.expected];
  const surplus: DrawnDiagnostic[] = [];
  for (const one of found) {
    const index = missing.findIndex((drawn) => samePlace(drawn, one) && one.message.startsWith(drawn.message));
    if (index < 0) surplus.push(one);
    else missing.splice(index, 1);
  }
  if (missing.length === 0 && surplus.length === 0) return;
  if (process.env.UPDATE === '1' && path !== undefined) {
    writeFileSync(path, drawFixture(fixture, found));
    return;
  }
  const told = [
    ...missing.map((one) => `drawn, not found:  ${show(one)}`),
    ...surplus.map((one) => `found, not drawn:  ${show(one)}`),
  ];
  assert.fail(`${fixture.name}\n${told.join('\n')}\n\nAs found:\n${drawFixture(fixture, found)}`);
}

/** The fixture's text with these diagnostics drawn instead of its own. */
export function drawFixture(fixture: CaretFixture, found: readonly DrawnDiagnostic[]): string {
  const several = fixture.files.size > 1 || fixture.entry !== ENTRY;
  return [...fixture.files]
    .map(([file, text]) => {
      const source = text.split('\n').flatMap((line, index) => {
        if (CARETS.test(line)) return [];
        const here = found.filter((one) => one.file === file && one.line === index);
        return [line, ...here.sort((a, b) => a.from - b.from || (a.code < b.code ? -1 : 1)).map(carets)];
      });
      return [...(several ? [`// file: ${file}`] : []), ...source].join('\n');
    })
    .join('\n');
}

function carets(one: DrawnDiagnostic): string {
  const mark = '^'.repeat(Math.max(1, one.to - one.from));
  const lead = one.from < 2 ? `//<${' '.repeat(one.from)}` : `//${' '.repeat(one.from - 2)}`;
  return `${lead}${mark} ${one.severity} ${one.code} ${one.message.split('\n')[0]}`.trimEnd();
}

function samePlace(one: DrawnDiagnostic, other: DrawnDiagnostic): boolean {
  return (
    one.file === other.file &&
    one.line === other.line &&
    one.from === other.from &&
    one.to === other.to &&
    one.severity === other.severity &&
    one.code === other.code
  );
}

function show(one: DrawnDiagnostic): string {
  return `${one.file}:${one.line + 1}:${one.from + 1}-${one.to + 1} ${one.severity} ${one.code} ${one.message}`;
}
