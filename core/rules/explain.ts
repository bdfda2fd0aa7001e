import { articles } from './articles.ts';
import { catalogue } from './catalogue.ts';
import { durationText } from './duration-text.ts';
import type { DecidedBy, Rule, RuleSource } from './rule.ts';
import { isAcceptable, isAttestable } from './statements.ts';
import type { RuleKind, Severity } from './verdict.ts';

/** The page of a rule as Markdown; undefined when there is no rule of this code. Codes compare without case. */
export function explainRule(code: string): string | undefined {
  const rule = ruleCalled(code);
  return rule === undefined ? undefined : pageOf(rule);
}

/** The rule of this code; codes compare without case. */
export function ruleCalled(code: string): Rule | undefined {
  const wanted = code.toUpperCase();
  return catalogue.find((each) => each.code === wanted);
}

const kinds: Record<RuleKind, string> = {
  prerequisite: 'Prerequisite: a live run does not start while an error of it stands, or while nobody knows.',
  guard: 'Step guard: it holds while the step is taken. What the text breaks stops a live run before it starts.',
  advice: 'Advice: it speaks up when its trigger is seen, and stops nothing.',
};

const moments: Record<DecidedBy, string> = {
  text: 'from the text',
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

/** The page of a rule as Markdown, in the order in which a person asks: what, why, how to see it, how to mend it, else what. */
export function pageOf(rule: Rule): string {
  const { code, title, severity, kind } = rule;
  return [
    `# ${code}: ${title}`,
    `**${severity}** · ${kind} · ${architectureOf(rule)}`,
    '## What kind of rule',
    kinds[kind],
    `Decided ${decidedWhen(rule)}. ${freshness(rule)}`,
    '## Why',
    `> ${capitalized(rule.source.says)}.`,
    `It is ${named[severity]}: ${rule.severityBecause}`,
    '## How to see it by hand',
    withCommands(rule.byHand),
    '## How failback sees it',
    ...seenBy(rule),
    '## How to mend it',
    withCommands(withoutSaying(rule.mend)),
    ...saidByPeople(rule),
    ...takenAsRisk(rule),
    ...serviceErrorsOf(rule),
    ...(rule.details === undefined ? [] : ['## In full', rule.details]),
    '## Source',
    `Source, in our words: ${sourceOf(rule.source)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function sourceOf({ article, url, confidence }: RuleSource): string {
  const name = url === undefined ? article : `[${article}](${url})`;
  if (article === articles.language.article) return `${name}, which is ours.`;
  return `${name}; ${confidences[confidence]}.`;
}

function decidedWhen({ decidedBy }: Rule): string {
  const [only] = decidedBy;
  if (only === 'text' && decidedBy.length === 1) return 'from the text alone';
  return joined(decidedBy.map((moment) => moments[moment]));
}

function freshness({ timeToLive }: Rule): string {
  if (timeToLive === undefined) return 'No captured fact is needed.';
  return `A captured fact counts for ${durationText(timeToLive)}; an older one, or none, makes the rule unknown, never green.`;
}

function seenBy({ seenIn, timeToLive, checkAfterwards }: Rule): readonly string[] {
  if (checkAfterwards !== undefined) return ['It reads the runbook beside what the other rules have found.'];
  if (seenIn === 'guest')
    return [
      `No capture looks inside a machine.${timeToLive === undefined ? '' : ' What the vault and vCenter show of it is read; the rest'} ${timeToLive === undefined ? 'It ' : ''}is unknown until somebody has looked and says so, by name and until a date.`,
    ];
  if (seenIn === 'vcenter')
    return [
      '`failback capture` reads it from vCenter, or from a host without one, when the site file says how to sign in. The password is asked for, or comes from the keyring; it is never written down:',
      block('vcenter NAME { address: ADDRESS  account: "DOMAIN\\USER"  fingerprint: "SHA-256 of its certificate" }'),
    ];
  if (timeToLive === undefined) return ['It reads the runbook, and needs nothing else.'];
  return [
    '`failback capture` reads it from Azure, into the inventory:',
    sh('failback capture RUNBOOK --out INVENTORY'),
  ];
}

/** Facts that nobody captured are declared, which a live run does not trust, or attested, which it does. */
function saidByPeople(rule: Rule): readonly string[] {
  const known = [...rule.mend.matchAll(/`(known \{[^`]*\})`/g)].map(([, text]) => text ?? '');
  const declaring =
    known.length === 0
      ? []
      : [
          'What you know may stand beside the thing it is about; it then counts as declared, which a live run asks about:',
          block(known.join('\n')),
        ];
  const attesting = isAttestable(rule)
    ? [
        'Whoever has looked attests it in the `runbook` block, by name and until a date; that counts like a captured fact, but does not mend a breach that was seen:',
        block(`attest { rule: ${rule.code}  by: PERSON  until: YYYY-MM-DD  because: "what was looked at, and how" }`),
      ]
    : [];
  if (declaring.length + attesting.length === 0) return [];
  return ['## How to say what you know', ...declaring, ...attesting];
}

function takenAsRisk(rule: Rule): readonly string[] {
  if (rule.losesData) return ['## How to take it as a risk', 'Breaching it loses data, so nobody can accept it.'];
  if (!isAcceptable(rule)) return [];
  return [
    '## How to take it as a risk',
    'In the `runbook` block, by name and until a date; `machines:` limits it to some. Plan, report and diff show it, and it becomes an error when the finding no longer occurs:',
    block(`accept { rule: ${rule.code}  because: "why it is bearable"  by: PERSON  until: YYYY-MM-DD }`),
  ];
}

function serviceErrorsOf({ serviceErrors }: Rule): readonly string[] {
  if (serviceErrors.length === 0) return [];
  return ['## Errors of the service', `Site Recovery reports a breach with the error ${serviceErrors.join(', ')}.`];
}

/** What may be declared has a part of its own on the page. */
function withoutSaying(mend: string): string {
  return mend.replace(/ Or say what you (?:know|saw|tried): `[^`]*`$/, '');
}

/** Lines after the first are commands to copy, as in every message of a rule. */
function withCommands(text: string): string {
  const [sentence = '', ...commands] = text.split('\n');
  return commands.length === 0 ? sentence : `${sentence}\n\n${fenced(languageOf(commands), commands.join('\n'))}`;
}

/** PowerShell is known by its verbs; what mixes shells gets no colours. */
function languageOf(commands: readonly string[]): string {
  const isPowerShell = (line: string) => /^(?:\(?[A-Z][a-z]+-[A-Z]|\$)/.test(line);
  if (commands.every(isPowerShell)) return 'powershell';
  return commands.some(isPowerShell) ? 'text' : 'sh';
}

function block(text: string): string {
  return fenced('failback', text);
}

function sh(text: string): string {
  return fenced('sh', text);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function architectureOf({ architecture }: Rule): string {
  return architecture === 'both' ? 'modernized and classic' : architecture;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** But for `vCenter`, `reprotectAgentId` and the like, which are written so anywhere. */
function capitalized(sentence: string): string {
  if (/^[a-z]+[A-Z]/.test(sentence)) return sentence;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
