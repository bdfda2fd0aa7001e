/** One run of the harness: times in milliseconds, memory in MB. */
interface Measured {
  readonly server: string;
  readonly mode: string;
  readonly n: number;
  readonly open_ms?: number;
  readonly edit_cpu?: number;
  readonly rss_mb?: number;
  readonly errors: readonly string[];
  readonly [feature: string]: unknown;
}

interface Samples {
  readonly raw?: readonly number[];
  readonly items?: number;
}

type Row = readonly [what: string, of: (runs: readonly Measured[]) => number | undefined];

const ROWS: readonly Row[] = [
  ['keystroke to diagnostics, p50', (runs) => percentile(samples(runs, 'edit'), 0.5)],
  ['keystroke to diagnostics, p95', (runs) => percentile(samples(runs, 'edit'), 0.95)],
  [
    'processor for a keystroke',
    (runs) =>
      percentile(
        runs.flatMap((run) => run.edit_cpu ?? []),
        0.5,
      ),
  ],
  [
    'open to diagnostics',
    (runs) =>
      percentile(
        runs.flatMap((run) => run.open_ms ?? []),
        0.5,
      ),
  ],
  ['completion', (runs) => percentile(samples(runs, 'completion'), 0.5)],
  ['completion while typing', (runs) => percentile(samples(runs, 'typedCompletion'), 0.5)],
  ['hover', (runs) => percentile(samples(runs, 'hover'), 0.5)],
  ['definition', (runs) => percentile(samples(runs, 'definition'), 0.5)],
  ['references', (runs) => percentile(samples(runs, 'references'), 0.5)],
  ['rename', (runs) => percentile(samples(runs, 'rename'), 0.5)],
  ['symbols of the document', (runs) => percentile(samples(runs, 'documentSymbol'), 0.5)],
  ['semantic tokens, all', (runs) => percentile(samples(runs, 'semanticTokens'), 0.5)],
  ['folding', (runs) => percentile(samples(runs, 'folding'), 0.5)],
  ['formatting', (runs) => percentile(samples(runs, 'formatting'), 0.5)],
  ['burst after a keystroke', (runs) => percentile(samples(runs, 'burst'), 0.5)],
  ['symbols of the workspace', (runs) => percentile(samples(runs, 'workspaceSymbol'), 0.5)],
  ['keystroke in another file', (runs) => percentile(samples(runs, 'crossEdit'), 0.5)],
  [
    'memory, MB',
    (runs) =>
      percentile(
        runs.flatMap((run) => run.rss_mb ?? []),
        0.5,
      ),
  ],
];

const OURS = 'failback';
const FLOOR = /^FLOOR/;

/** A Markdown table for each size, ours first, and in the last column ours against the best peer: below 1 is faster. */
export function lspTable(lines: string): string {
  const all = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Measured);
  const sizes = Map.groupBy(all, ({ mode, n }) => (mode === 'doc' ? `${n} machines` : `${mode.slice(2)} files`));
  const tables = [...sizes].map(([size, runs]) => tableOf(size, runs));
  return [...tables, lastLine(sizes)].join('\n\n');
}

function tableOf(size: string, runs: readonly Measured[]): string {
  const servers = Map.groupBy(runs, ({ server }) => server);
  const names = [...servers.keys()].sort((one, other) => Number(other === OURS) - Number(one === OURS));
  const rows = ROWS.flatMap(([what, of]) => {
    const figures = names.map((name) => of(servers.get(name) ?? []));
    if (figures[0] === undefined) return [];
    return [`| ${[what, ...figures.map(shown), ratio(names, figures)].join(' | ')} |`];
  });
  const faults = runs.flatMap(({ server, errors }) => errors.map((error) => `${server}: ${error}`));
  return [
    `**${size}** (ms)`,
    '',
    `| | ${[...names, 'ours : best peer'].join(' | ')} |`,
    `|---|${'---:|'.repeat(names.length + 1)}`,
    ...rows,
    ...(faults.length === 0 ? [] : ['', ...new Set(faults)]),
  ].join('\n');
}

function ratio(names: readonly string[], [ours, ...others]: readonly (number | undefined)[]): string {
  const best = bestOf(names.slice(1), others);
  return ours === undefined || best === undefined ? '' : (ours / best).toFixed(ours / best < 0.1 ? 3 : 2);
}

/** The floor parses nothing, so it is no peer. */
function bestOf(names: readonly string[], figures: readonly (number | undefined)[]): number | undefined {
  const peers = figures.filter((figure, at): figure is number => figure !== undefined && !FLOOR.test(names[at] ?? ''));
  return peers.length === 0 ? undefined : Math.min(...peers);
}

/** What a script reads: the keystroke at the largest size against the best peer that was measured with it. */
function lastLine(sizes: ReadonlyMap<string, readonly Measured[]>): string {
  const [size, runs] = [...sizes].at(-1) ?? [];
  if (size === undefined || runs === undefined) return 'Nothing was measured.';
  const servers = Map.groupBy(runs, ({ server }) => server);
  const [[, keystroke] = []] = ROWS;
  const names = [...servers.keys()].filter((name) => name !== OURS);
  const ours = keystroke?.(servers.get(OURS) ?? []);
  const best = bestOf(
    names,
    names.map((name) => keystroke?.(servers.get(name) ?? [])),
  );
  if (ours === undefined || best === undefined) return `${size}: there is no peer to compare with.`;
  return `ratio of a keystroke, ${size}, ours to the best peer: ${(ours / best).toFixed(4)}`;
}

function samples(runs: readonly Measured[], feature: string): readonly number[] {
  const found = runs.map((run) => run[feature] as Samples | undefined);
  return found.some((one) => one?.items === 0) ? [] : found.flatMap((one) => one?.raw ?? []);
}

function percentile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
}

function shown(figure: number | undefined): string {
  if (figure === undefined) return '–';
  return figure >= 10 ? figure.toFixed(0) : figure.toFixed(1);
}
