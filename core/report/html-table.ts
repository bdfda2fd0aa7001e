import { escapeHtml } from './escape-html.ts';

export interface Column<Row> {
  readonly title: string;
  /** Plain text; the table escapes it. */
  readonly cell: (row: Row) => string;
  readonly kind?: 'name' | 'number' | 'time' | 'code' | 'verdict';
}

/** A table with a header row; empty text when there are no rows. */
export function htmlTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const head = columns.map(
    ({ title, kind }) => `<th scope="col"${kind === 'number' ? ' class="number"' : ''}>${title}</th>`,
  );
  const body = rows.map((row) => `<tr>${columns.map((column) => cell(column, row)).join('')}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead>\n<tbody>${body.join('\n')}</tbody></table></div>\n`;
}

function cell<Row>({ cell: say, kind }: Column<Row>, row: Row): string {
  const said = say(row);
  const text = escapeHtml(said);
  switch (kind) {
    case 'code':
      return `<td><code>${text}</code></td>`;
    case 'verdict':
      return `<td>${said === '—' ? text : `<span class="badge ${said === 'met' ? 'good' : 'bad'}">${text}</span>`}</td>`;
    default: {
      const classes = [kind ?? [], staysWhole(said) ? 'whole' : []].flat();
      return classes.length === 0 ? `<td>${text}</td>` : `<td class="${classes.join(' ')}">${text}</td>`;
    }
  }
}

/** Names such as `asr-app-01` read badly when a browser breaks them at a hyphen. */
function staysWhole(text: string): boolean {
  return text.length <= 24 && text.includes('-') && !text.includes(' ');
}
