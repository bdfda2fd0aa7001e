import type { Plan, PlanStep } from '../../core/plan/plan.ts';
import { escapeMarkdown } from '../../core/report/render-markdown.ts';
import { sayBytes, sayCount, sayDuration } from '../../core/report/say.ts';

/** The plan as Markdown, for a change ticket or a pull request. */
export function renderPlanMarkdown(plan: Plan): string {
  const { runbook, total, bytes, machines, waves } = plan;
  const change = runbook.change === null ? '' : ` (${escapeMarkdown(runbook.change)})`;
  const parts = [
    `# Plan of ${escapeMarkdown(runbook.name)}${change}`,
    runbook.documentation === null ? '' : escapeMarkdown(runbook.documentation),
    `${sayCount(machines.length, 'machine')} in ${sayCount(waves.length, 'wave')}; ${sayDuration(total.low)} to ${sayDuration(total.high)}, likely ${sayDuration(total.likely)}; ${sayBytes(bytes.low)} to ${sayBytes(bytes.high)} to move. Plan hash \`${plan.hash}\`.`,
    list('What stands in the way of a live run', plan.blockedBy),
    machineTable(plan),
    ...waves.map((wave) =>
      steps(
        `Wave ${wave.name}`,
        plan.steps.filter((step) => step.wave === wave.name),
      ),
    ),
    steps(
      'Afterwards',
      plan.steps.filter((step) => step.wave === null),
    ),
    list(
      'Accepted risks',
      plan.accepted.map(
        ({ code, subject, title, because, by, until }) =>
          `${code} ${title}, for ${subject}: ${because} (${by ?? 'nobody named'}, until ${until ?? 'no date'})`,
      ),
    ),
    list(
      'Passed without approval',
      plan.withoutApproval.map(({ wave, stage, because }) => `before ${stage}, wave ${wave}: ${because}`),
    ),
    list('What is left behind', plan.leftBehind),
    list('What would shorten it', plan.shorten),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function machineTable({ machines }: Plan): string {
  const rows = machines.map(({ name, wave, location, via, datastore, disks, bytes }) => [
    name,
    wave,
    location,
    via ?? '—',
    datastore ?? '—',
    disks === null ? '—' : `${disks}${bytes === null ? '' : `, ${sayBytes(bytes)}`}`,
  ]);
  return table('Machines', ['Machine', 'Wave', 'Location', 'Via', 'Datastore', 'Disks'], rows);
}

function steps(title: string, own: readonly PlanStep[]): string {
  const rows = own.map((step) => [
    step.title,
    `${sayDuration(step.estimate.low)} to ${sayDuration(step.estimate.high)}`,
    step.irreversible ?? '',
    step.undo === null ? '' : `${step.undo.how} (loses: ${step.undo.loses})`,
  ]);
  return table(title, ['Step', 'Takes', 'Point of no return', 'Undo'], rows);
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell || ' ').join(' | ')} |`;
  return [
    `## ${escapeMarkdown(title)}`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map((cells) => line(cells.map(escapeMarkdown))),
  ].join('\n');
}

function list(title: string, sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `## ${title}\n\n${sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n')}`;
}
