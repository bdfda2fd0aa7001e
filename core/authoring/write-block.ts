/** Writes blocks as the formatter lays them out, so that a new runbook is formatted from its first line. */

const WIDTH = 100;

/** A block on several lines; each of its lines may be several itself. */
export function block(header: string, lines: readonly string[]): string {
  if (lines.length === 0) return `${header} {}`;
  return `${header} {\n${indented(lines.join('\n'))}\n}`;
}

/** A block on one line where it fits, else on several. */
export function shortBlock(header: string, settings: readonly string[], depth = 0): string {
  const line = settings.length === 0 ? `${header} {}` : `${header} { ${settings.join('  ')} }`;
  return 2 * depth + line.length <= WIDTH && !line.includes('\n') ? line : block(header, settings);
}

/** `key: a, b, c`, going on in further lines where one is too short. */
export function listSetting(key: string, values: readonly string[], depth: number): string {
  return filled(`${key}: `, values, '  ', depth);
}

/** Members of a group, as many on a line as fit. */
export function memberLines(names: readonly string[], depth: number): string {
  const lines: string[] = [];
  let line = '';
  for (const name of names) {
    const longer = line === '' ? name : `${line}, ${name}`;
    if (2 * depth + longer.length > WIDTH && line !== '') {
      lines.push(line);
      line = name;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}

function filled(opening: string, values: readonly string[], more: string, depth: number): string {
  const lines: string[] = [];
  let line = opening;
  values.forEach((value, index) => {
    const written = index === values.length - 1 ? value : `${value},`;
    const gap = line === opening || line === more ? '' : ' ';
    if (2 * depth + line.length + gap.length + written.length > WIDTH && gap !== '') {
      lines.push(line);
      line = `${more}${written}`;
    } else line += gap + written;
  });
  return [...lines, line].join('\n');
}

/** Comment lines, broken where they grow long. */
export function comment(text: string, mark: '//' | '///' = '//'): string {
  const lines: string[] = [];
  let line: string = mark;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length + 1 > WIDTH + 10 && line !== mark) {
      lines.push(line);
      line = mark;
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
