import { KNOWN_FACTS } from '../../../core/runbook/known-facts.ts';
import { namespaceOf, spokenNamespace } from '../names/namespaces.ts';
import { documentationOf } from './documentation.ts';
import { type BlockShape, languageOutline, type SettingShape } from './outline.ts';

/** The language on one page, as Markdown: every block with what fits into it. A test keeps `docs/language.md` equal to it. */
export function languageReference(): string {
  const blocks = [...languageOutline().values()];
  return `# The language

A file is a list of blocks \`kind name { key: value … }\`. A file with a \`runbook\` block is a runbook; one without is a site file
that runbooks import: \`import "./amsterdam.site.failback"\`. Names compare without case. \`//\` begins a comment, \`///\` documents
what follows. This page is written from the grammar and its vocabulary (\`UPDATE=1 npm test\`); do not edit it by hand.

Settings stand in lines of their own, or beside each other. Texts stand in double quotes; names do not, for they refer to a
declaration. Lengths of time, sizes and rates are a number with a unit: \`4 h\`, \`500 GB\`, \`20 Mbps\`. A moment is a date, or a
time with its offset and without a space: \`2026-12-05T20:00+01:00\`. Two whole files are in \`examples/contoso-erp\`.

${blocks.map(section).join('\n')}`;
}

function section(block: BlockShape): string {
  const parts = [...block.blocks.values()].map(({ word, rule }) => `[\`${word}\`](#${anchor(rule)})`);
  const also = parts.length === 0 ? '' : `\nAlso in it: ${parts.join(', ')}.\n`;
  return `## ${block.rule === 'Moment' ? 'before, after' : block.word}

\`${head(block)}\`

${documentationOf(block.rule)}
${table([...block.settings.values()])}${block.rule === 'Known' ? knownFacts() : ''}${also}`;
}

function head(block: BlockShape): string {
  const word = block.rule === 'Moment' ? 'before|after' : block.word;
  const header = { name: ' name', title: ' "…"', stage: ' reprotect|failover|commit|protect', nothing: '' }[
    block.header
  ];
  return `${word}${block.rule === 'Defaults' ? ' vm' : header}${block.hasBody ? ' { … }' : ''}`;
}

function table(settings: readonly SettingShape[]): string {
  if (settings.length === 0) return '';
  const rows = settings.map(
    (setting) => `| \`${setting.key}:\` | ${value(setting)} | ${documentationOf(setting.rule)} |`,
  );
  return `\n| key | value | |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function knownFacts(): string {
  const rows = KNOWN_FACTS.map(
    ({ key, subjects, example, documentation }) =>
      `| \`${key}: ${example}\` | ${subjects.join(', ')} | ${documentation} |`,
  );
  return `\n| for example | of | |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function value({ value: shape, isList }: SettingShape): string {
  const several = isList ? ', several apart by commas' : '';
  switch (shape.kind) {
    case 'choice':
      if (shape.rule === 'BatchSize') return 'whole numbers apart by commas, `rest` at the end';
      return `${shape.words.map((word) => `\`${word}\``).join(', ')}${several}`;
    case 'reference':
      return `name of ${spokenNamespace(namespaceOf(shape.to))}${several}`;
    case 'text':
      return `text${several}`;
    case 'quantity':
      return 'number and unit';
    case 'count':
      return 'whole number';
    case 'instant':
      return 'date, or time with offset';
    case 'other':
      return 'name';
  }
}

function anchor(rule: string): string {
  return rule === 'Moment' ? 'before-after' : (languageOutline().get(rule)?.word ?? '');
}
