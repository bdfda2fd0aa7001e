import { catalogue } from './catalogue.ts';
import { durationText } from './duration-text.ts';
import type { DecidedBy, Rule, RuleKind, RuleSource, Severity } from './rule.ts';

/** The page of a rule as Markdown; undefined when there is no rule of this code. Codes compare without case. */
export function explainRule(code: string): string | undefined {
  const wanted = code.toUpperCase();
  const rule = catalogue.find((each) => each.code === wanted);
  return rule === undefined ? undefined : pageOf(rule);
}

const kinds: Record<RuleKind, string> = {
  prerequisite: 'Prerequisite: a live run does not start while an error of it stands, or while nobody knows.',
  guard: 'Step guard: it holds while the step is taken. What the text breaks stops a live run before it starts.',
  advice: 'Advice: it speaks up when its trigger is seen, and stops nothing.',
};

const moments: Record<DecidedBy, string> = {
  text: 'from the text alone',
  inventory: 'from the inventory',
  preflight: 'just before each wave',
  run: 'while it runs',
};

const named: Record<Severity, string> = { error: 'an error', warning: 'a warning', info: 'information only' };

const confidences: Record<RuleSource['confidence'], string> = {
  documented: 'documented by Microsoft',
  observed: 'observed in recorded traffic of the service',
  inferred: 'inferred; no article says it for this case',
  unverified: 'unverified: nobody could confirm it, so it is never an error',
};

/** The page of a rule as Markdown. */
export function pageOf(rule: Rule): string {
  const { code, title, severity, kind } = rule;
  return [
    `# ${code}: ${title}`,
    `**${severity}** · ${kind} · ${architectureOf(rule)}`,
    `Why ${named[severity]}: ${rule.severityBecause}`,
    '## Why',
    `${quoted(rule.source)}`,
    '## What kind of rule',
    `${kinds[kind]}${rule.losesData ? ' Breaching it loses data, so it cannot be accepted.' : ''}`,
    `Decided ${joined(rule.decidedBy.map((moment) => moments[moment]))}. ${freshness(rule)}`,
    '## How to see it by hand',
    withCommands(rule.byHand),
    ...statedByPeople(rule),
    '## How to mend it',
    withCommands(rule.mend),
    ...serviceErrorsOf(rule),
    ...(rule.details === undefined ? [] : ['## In full', rule.details]),
  ]
    .join('\n\n')
    .concat('\n');
}

function quoted({ article, url, says, confidence }: RuleSource): string {
  const name = url === undefined ? article : `[${article}](${url})`;
  return `> ${capitalized(says)}.\n\nSource, in our words: ${name}; ${confidences[confidence]}.`;
}

function freshness({ timeToLive }: Rule): string {
  if (timeToLive === undefined) return 'No captured fact is needed.';
  return `A captured fact counts for ${durationText(timeToLive)}; an older one, or none, makes the rule unknown, never green.`;
}

function serviceErrorsOf({ serviceErrors }: Rule): readonly string[] {
  if (serviceErrors.length === 0) return [];
  return ['## Errors of the service', `Site Recovery reports a breach as ${serviceErrors.join(', ')}.`];
}

/** Lines after the first are commands to copy, as in every message of a rule. */
function withCommands(text: string): string {
  const [sentence = '', ...commands] = text.split('\n');
  return commands.length === 0 ? sentence : `${sentence}\n\n\`\`\`sh\n${commands.join('\n')}\n\`\`\``;
}

function architectureOf({ architecture }: Rule): string {
  return architecture === 'both' ? 'modernized and classic' : architecture;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Capture brings most facts; what it does not, somebody states. */
function statedByPeople({ code, seenIn }: Rule): readonly string[] {
  if (seenIn === undefined) return [];
  const where = seenIn === 'vcenter' ? 'read vCenter' : 'look inside a machine';
  return [
    `\`failback capture\` does not ${where}. Whoever has looked states it in the runbook, by name and until a date:`,
    `\`\`\`failback\nattest { rule: ${code}  by: NAME  until: DATE  because: "…" }\n\`\`\``,
  ];
}
