import { escapeMarkdown } from '../report/render-markdown.ts';
import { sayCount, sayDuration } from '../report/say.ts';
import type { Distribution } from './distribution.ts';
import type { Rehearsals, WaveSpread } from './rehearsals.ts';

const widest = 40;
const mostSteps = 15;

/** What many rehearsals tell, as text for a terminal; with `sayable` for what came from runbooks and the service. */
export function renderRehearsals(sum: Rehearsals, sayable: (text: string) => string): string {
  const sections = [heading(sum), durations(sum), ...waves(sum), causes(sum, sayable), path(sum, sayable), footer(sum)];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading({ times, done, byStatus, runbook, estimated }: Rehearsals): string[] {
  const others = Object.entries(byStatus).filter(([status]) => status !== 'done');
  const rest = others.length === 0 ? '' : `; ${others.map(([status, count]) => `${count} ${status}`).join(', ')}`;
  return [
    `${runbook}: ${sayCount(times, 'rehearsal')}, ${done} with every machine home (${percent(done, times)})${rest}.`,
    `The plan expects ${sayDuration(estimated.low)} to ${sayDuration(estimated.high)}, most likely ${sayDuration(estimated.likely)}.`,
  ];
}

function durations({ duration, histogram }: Rehearsals): string[] {
  if (duration === null) return [];
  const most = Math.max(...histogram.map(({ count }) => count));
  const bars = histogram.map(({ from, to, count }) => {
    const range = `${sayExactly(from)} to ${sayExactly(to)}`.padEnd(30);
    const length = Math.round((count / most) * widest);
    return `  ${range} ${'█'.repeat(count > 0 ? Math.max(1, length) : 0)}${count > 0 ? ' ' : ''}${count}`;
  });
  return [`Duration: ${spread(duration)}.`, ...bars];
}

function waves({ waves: all, times }: Rehearsals): string[][] {
  if (all.length === 0) return [];
  return [['Waves', ...all.flatMap((wave) => sayWave(wave, times))]];
}

function sayWave(wave: WaveSpread, times: number): string[] {
  const lines = [`  ${wave.name}: finished in ${percent(wave.finished, times)}.`];
  if (wave.recoveryTime !== null) lines.push(`    Out of service: ${spread(wave.recoveryTime)}.`);
  if (wave.objective !== null && wave.objectiveMet !== null)
    lines.push(`    Objective of ${sayDuration(wave.objective)} met in ${percent(wave.objectiveMet, times)}.`);
  if (wave.slack !== null) lines.push(`    ${saySlack(wave.slack, wave.late, times)}`);
  return lines;
}

function saySlack({ p10, p50 }: Distribution, late: number, times: number): string {
  const missed = late === 0 ? 'never too late' : `too late in ${percent(late, times)}`;
  return `Replicated before the window opens: ${saySigned(p50)} (half of them), ${saySigned(p10)} (nine in ten); ${missed}.`;
}

function saySigned(seconds: number): string {
  return seconds < 0 ? `${sayDuration(-seconds)} late` : sayDuration(seconds);
}

function causes({ causes: all, times }: Rehearsals, sayable: (text: string) => string): string[] {
  if (all.length === 0) return [];
  const lines = all.flatMap(({ code, kind, message, rehearsals, steps, seed }) => [
    `  ${percent(rehearsals, times)}  ${sayable(code)} at ${kind}: ${sayable(message)}`,
    `        ${steps
      .slice(0, 4)
      .map(({ step, times: often }) => `${sayable(step)} ${often}×`)
      .join(', ')}${steps.length > 4 ? ` and ${steps.length - 4} more` : ''}; seed ${seed}`,
  ]);
  return ['What failed', ...lines];
}

function path({ path: all, done }: Rehearsals, sayable: (text: string) => string): string[] {
  if (all.length === 0) return [];
  const lines = all
    .slice(0, mostSteps)
    .map(({ title, times }) => `  ${percent(times, done).padStart(5)}  ${sayable(title)}`);
  const more = all.length > mostSteps ? [`  and ${sayCount(all.length - mostSteps, 'more step')}`] : [];
  return ['What decided over the length', ...lines, ...more];
}

function footer({ seeds, faults, faultChance }: Rehearsals): string[] {
  const told = ['People answer at once here; every hour that they take comes on top.'];
  if (faults.length > 0)
    told.push(
      `Faults: ${faults.join(', ')}${faultChance < 1 ? `, each with a chance of ${Math.round(faultChance * 100)} %` : ''}.`,
    );
  if (seeds !== null)
    told.push(
      `Seeds of the shortest, a middling and the longest: ${seeds.shortest}, ${seeds.middle}, ${seeds.longest}.`,
    );
  return told;
}

/** The same as Markdown, for a change ticket. */
export function renderRehearsalsMarkdown(sum: Rehearsals): string {
  const { times, waves: all, causes: failed, path: steps, done, duration } = sum;
  const rows = (head: readonly string[], body: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const parts = [
    `# ${escapeMarkdown(sum.runbook)}: ${sayCount(times, 'rehearsal')}`,
    [...heading(sum).map(escapeMarkdown), ...(duration === null ? [] : [`Duration: ${spread(duration)}.`])].join(' '),
    rows(
      ['Wave', 'Finished', 'Out of service (p10, p50, p90)', 'Objective', 'Met'],
      all.map(({ name, finished, recoveryTime, objective, objectiveMet }) => [
        escapeMarkdown(name),
        percent(finished, times),
        recoveryTime === null
          ? '—'
          : [recoveryTime.p10, recoveryTime.p50, recoveryTime.p90].map(sayDuration).join(', '),
        objective === null ? '—' : sayDuration(objective),
        objectiveMet === null ? '—' : percent(objectiveMet, times),
      ]),
    ),
    ...(failed.length === 0
      ? []
      : [
          '## What failed',
          rows(
            ['In', 'Code', 'At', 'What it says'],
            failed.map(({ rehearsals, code, kind, message }) => [
              percent(rehearsals, times),
              escapeMarkdown(code),
              kind,
              escapeMarkdown(message),
            ]),
          ),
        ]),
    '## What decided over the length',
    rows(
      ['In', 'Step'],
      steps.slice(0, mostSteps).map(({ title, times: often }) => [percent(often, done), escapeMarkdown(title)]),
    ),
    footer(sum).map(escapeMarkdown).join(' '),
  ];
  return `${parts.join('\n\n')}\n`;
}

function spread({ p10, p50, p90, least, most }: Distribution): string {
  if (least === most) return sayExactly(most);
  return `half within ${sayExactly(p50)}, nine in ten within ${sayExactly(p90)}, one in ten within ${sayExactly(p10)} (${sayExactly(least)} to ${sayExactly(most)})`;
}

/** To the minute, however long: bins of a long run may be minutes wide. */
function sayExactly(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? sayDuration(seconds) : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `100 %`, `97.5 %`: never rounded up to all or down to none. */
function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100;
  const rounded = Math.round(share);
  if ((rounded === 100 && part < whole) || (rounded === 0 && part > 0)) return `${share.toFixed(1)} %`;
  return `${rounded} %`;
}
