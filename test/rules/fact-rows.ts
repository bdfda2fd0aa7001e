import type { Rule } from '../../core/rules/rule.ts';
import type { Severity } from '../../core/rules/verdict.ts';

/** A row of the table of facts: which architecture it is for, and how grave the table calls it. */
export interface FactRow {
  readonly code: string;
  readonly architecture: Rule['architecture'];
  readonly severities: ReadonlySet<Severity>;
}

/** Where a rule differs from its row on purpose. */
export const DEVIATIONS: ReadonlyMap<string, string> = new Map([
  [
    'FB176',
    'Commit deletes the Azure machine, a point of no return; without a gate that a reviewer can see it is refused, not warned of.',
  ],
]);

const ARCHITECTURES: Readonly<Record<string, Rule['architecture']>> = { C: 'classic', M: 'modernized', B: 'both' };
const SEVERITIES: Readonly<Record<string, Severity>> = { E: 'error', W: 'warning', I: 'info' };

/** The tables of section B have different columns, so each is read by its own header. */
export function factRows(document: string): readonly FactRow[] {
  const [section = ''] = /^## B\..*?(?=^## C\.)/ms.exec(document) ?? [];
  return section.split(/^### /m).flatMap((part) => {
    const [heading = '', ...lines] = part.split('\n');
    const tables = lines
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const header = tables.find((cells) => cells.includes('Sev')) ?? [];
    const column = (name: string) => header.indexOf(name);
    return tables
      .filter((cells) => /^FB\d{3}$/.test(cells[1] ?? ''))
      .map((cells) => ({
        code: cells[1]!,
        architecture: column('A') === -1 ? architectureOf(heading) : ARCHITECTURES[cells[column('A')]!.charAt(0)]!,
        severities: severitiesIn(cells[column('Sev')]!),
      }));
  });
}

/** What a rule says otherwise than its row. */
export function differences(row: FactRow, rule: Rule): readonly { readonly code: string; readonly says: string }[] {
  const says = (what: string) => ({ code: row.code, says: what });
  return [
    ...(rule.architecture === row.architecture ? [] : [says(`${rule.architecture}, not ${row.architecture}`)]),
    ...(row.severities.has(rule.severity) ? [] : [says(`${rule.severity}, not ${[...row.severities].join(' or ')}`)]),
    ...(row.severities.has('error') && rule.kind === 'advice' ? [says('advice, though it is grave')] : []),
  ];
}

function architectureOf(heading: string): Rule['architecture'] {
  if (/\(classic/.test(heading)) return 'classic';
  if (/modernized/i.test(heading)) return 'modernized';
  throw new Error(`the table '${heading}' does not say its architecture`);
}

/** `E/W` leaves the choice; what the service tries again by itself is no more than a warning. */
function severitiesIn(cell: string): ReadonlySet<Severity> {
  if (cell === 'retry') return new Set(['warning']);
  return new Set(
    [...cell.matchAll(/\b[EWI]\b/g)].flatMap(([letter]) =>
      SEVERITIES[letter] === undefined ? [] : [SEVERITIES[letter]],
    ),
  );
}
