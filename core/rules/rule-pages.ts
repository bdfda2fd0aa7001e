import { catalogue } from './catalogue.ts';
import { pageOf } from './explain.ts';
import type { Rule } from './rule.ts';

/** The pages of docs/rules by file name: one of each rule, and a table of all. */
export function rulePages(): ReadonlyMap<string, string> {
  return new Map([['README.md', overview()], ...catalogue.map((rule) => [`${rule.code}.md`, pageOf(rule)] as const)]);
}

function overview(): string {
  return `# The rules

Written by \`scripts/generate-rule-docs.ts\` from the catalogue in \`core/rules/catalogue.ts\`; do not edit these pages.
The editor, \`failback check\`, the plan and the checks before each wave all read that one catalogue.

A rule *holds* when a captured fact, fresh enough, or the text alone says so; otherwise it is *broken*, *declared* (the
runbook says so and nobody looked) or *unknown* (nobody captured the fact, or too long ago). Unknown is never green: a
live run waits for every prerequisite of severity error, and so it does for a guard that the text itself breaks.
\`accept { rule: …  because: …  by: …  until: … }\` takes a broken rule as a risk; \`attest { … }\` stands in for a fact
that only a person can see. Codes up to FB199 are facts of Site Recovery; FB2xx are about the runbook itself.

| code | title | severity | kind | architecture | decided by |
| --- | --- | --- | --- | --- | --- |
${catalogue.map(row).join('\n')}
`;
}

function row({ code, title, severity, kind, architecture, decidedBy }: Rule): string {
  return `| [${code}](${code}.md) | ${title} | ${severity} | ${kind} | ${architecture} | ${decidedBy.join(', ')} |`;
}
