import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import { pageOf, ruleCalled } from '../../core/rules/explain.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { ruleListing } from '../../core/rules/rule-listing.ts';
import type { CommandContext } from '../context.ts';

interface ExplainOptions {
  readonly format: 'pretty' | 'json';
}

/** `failback explain`: a rule with its source, or the list of all. */
export function explainCommand(context: CommandContext): Command {
  return new Command('explain')
    .summary('explain a rule, or list them all')
    .description(
      'Explains a rule: what it wants, why, how to see it by hand, how to mend it, how to accept or attest it, and by which source. With a word it lists the rules that have it in their title, with nothing the whole catalogue.',
    )
    .argument('[code]', 'code of a rule, for example FB112, or a word of its title')
    .addOption(
      new Option('--format <format>', 'how to show it; json has all fields of the rules')
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .action((asked: string | undefined, { format }: ExplainOptions) => {
      const rules = asked === undefined ? catalogue : rulesAbout(asked);
      context.terminal.out.write(format === 'json' ? jsonOf(rules) : shown(context, rules, asked));
    });
}

/** The rule of this code, else those that have the word in their title. */
function rulesAbout(asked: string): readonly Rule[] {
  const wanted = asked.trim();
  const rule = ruleCalled(wanted);
  if (rule !== undefined) return [rule];
  const about = catalogue.filter(({ title }) => wanted !== '' && title.toLowerCase().includes(wanted.toLowerCase()));
  if (about.length > 0) return about;
  throw new FailbackError(
    'rule-unknown',
    `There is no rule '${asked}', and none has it in its title.`,
    'List the rules there are:\n  failback explain',
  );
}

function jsonOf(rules: readonly Rule[]): string {
  return `${JSON.stringify(ruleListing(rules), undefined, 2)}\n`;
}

/** A page where a code was asked for, else one line a rule. */
function shown({ terminal: { paint } }: CommandContext, rules: readonly Rule[], asked: string | undefined): string {
  const rule = asked === undefined ? undefined : ruleCalled(asked.trim());
  if (rule !== undefined) return pageOf(rule);
  return rules
    .map(
      ({ code, severity, architecture, title }) =>
        `${paint.strong(code)}  ${severity.padEnd(7)}  ${architecture.padEnd(10)}  ${title}\n`,
    )
    .join('');
}
