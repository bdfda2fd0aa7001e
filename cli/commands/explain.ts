import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import { explainRule } from '../../core/rules/explain.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { CommandContext } from '../context.ts';

/** `failback explain`: a rule with its source, or the list of all. */
export function explainCommand(context: CommandContext): Command {
  return new Command('explain')
    .summary('explain a rule, or list them all')
    .description(
      'Explains a rule: what it wants, why, by which source, and what to do. With a word it lists the rules that have it in their title, with nothing the whole catalogue.',
    )
    .argument('[code]', 'code of a rule, for example FB112, or a word of its title')
    .action((code: string | undefined) => {
      context.terminal.out.write(code === undefined ? list(context, catalogue) : explain(context, code));
    });
}

function explain(context: CommandContext, asked: string): string {
  const text = explainRule(asked.trim().toUpperCase());
  if (text !== undefined) return text.endsWith('\n') ? text : `${text}\n`;
  const wanted = asked.trim().toLowerCase();
  const about = catalogue.filter(({ title }) => wanted !== '' && title.toLowerCase().includes(wanted));
  if (about.length > 0) return list(context, about);
  throw new FailbackError(
    'rule-unknown',
    `There is no rule '${asked}', and none has it in its title.`,
    'List the rules there are:\n  failback explain',
  );
}

function list({ terminal: { paint } }: CommandContext, rules: readonly Rule[]): string {
  return rules
    .map(
      ({ code, severity, architecture, title }) =>
        `${paint.strong(code)}  ${severity.padEnd(7)}  ${architecture.padEnd(10)}  ${title}\n`,
    )
    .join('');
}
