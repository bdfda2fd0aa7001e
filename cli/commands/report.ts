import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { renderJsonReport } from '../../core/report/render-json.ts';
import { renderMarkdownReport } from '../../core/report/render-markdown.ts';
import { findRun, readRun, runsHome } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';
import { readCounts } from '../runs/counted-requests.ts';
import { writeWholeFile } from '../write-file.ts';

const renderers = { html: renderHtmlReport, markdown: renderMarkdownReport, json: renderJsonReport };

const names = { html: 'HTML', markdown: 'Markdown', json: 'JSON' };

interface ReportOptions {
  readonly format?: keyof typeof renderers;
  readonly out?: string;
}

/** `failback report`: what a run did, for the change ticket. */
export function reportCommand(context: CommandContext): Command {
  return new Command('report')
    .summary('report what a run did')
    .description(
      'Reports a run, ended or not: recovery times, machines, timeline, approvals, faults survived, failures with what to do.',
    )
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .addOption(
      new Option('--format <format>', 'default: by the name of --out, else markdown').choices(Object.keys(renderers)),
    )
    .option('--out <file>', 'write it to a file')
    .action((reference: string, options: ReportOptions) => report(context, reference, options));
}

async function report(
  { terminal, env, cwd }: CommandContext,
  reference: string,
  { format, out }: ReportOptions,
): Promise<void> {
  const run = await findRun(runsHome(env), reference);
  const [view, counts] = await Promise.all([readRun(run), readCounts(run)]);
  const as = format ?? formatOf(out);
  const text = renderers[as](view, counts);
  if (out === undefined) {
    terminal.out.write(text);
    return;
  }
  const path = resolve(cwd, out);
  await writeWholeFile(path, out, text);
  terminal.err.write(`The report was written to '${path}', as ${names[as]}.\n`);
}

function formatOf(out: string | undefined): keyof typeof renderers {
  if (out !== undefined && /\.html?$/i.test(out)) return 'html';
  return out?.toLowerCase().endsWith('.json') === true ? 'json' : 'markdown';
}
