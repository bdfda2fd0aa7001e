import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import { explainRule } from '../../core/rules/explain.ts';
import type { CommandContext } from '../context.ts';

/** `failback explain`: a rule with its source, or the list of all. */
export function explainCommand(context: CommandContext): Command {
  return new Command('explain')
    .summary('explain a rule, or list them all')
    .description(
      'Explains a rule: what it wants, why, by which source, and what to do. Without a code it lists the catalogue.',
    )
    .argument('[code]', 'code of a rule, for example FB112')
    .action((code: string | undefined) => {
      context.terminal.out.write(code === undefined ? list(context) : explain(code));
    });
}

function explain(code: string): string {
  const text = explainRule(code.trim().toUpperCase());
  if (text !== undefined) return text.endsWith('\n') ? text : `${text}\n`;
  throw new FailbackError(
    'rule-unknown',
    `There is no rule '${code}'.`,
    'List the rules there are:\n  failback explain',
  );
}

function list({ terminal: { paint } }: CommandContext): string {
  return catalogue
    .map(
      ({ code, severity, architecture, title }) =>
        `${paint.strong(code)}  ${severity.padEnd(7)}  ${architecture.padEnd(10)}  ${title}\n`,
    )
    .join('');
}
