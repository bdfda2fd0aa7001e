import type { PlanStep } from '../plan.ts';
import { counted, readableDuration } from '../readable.ts';
import { renderWindow } from './render-times.ts';

/** What a step does, in a verb and the rest. Steps of machines are told together, so they say `machines`. */
export function wordsOf(step: PlanStep, machines: string): readonly [verb: string, rest: string] {
  switch (step.kind) {
    case 'preflight':
      return ['check', 'the facts anew'];
    case 'reprotect':
      return ['reprotect', machines];
    case 'replicate':
      return ['replicate', `${machines}, to a ${step.recoveryPoint} point`];
    case 'window':
      return ['window', renderWindow(step.opens, step.closes)];
    case 'approve':
      return ['approve', `"${step.title}", by ${peopleOf(step)}${expiry(step.expiresAfter)}${proof(step)}`];
    case 'hold':
      return ['hold', readableDuration(step.for)];
    case 'backup':
      return ['backup', `no older than ${readableDuration(step.within)}, confirmed by ${peopleOf(step)}`];
    case 'ask':
      return ['ask', `"${step.title}", of ${peopleOf(step)}`];
    case 'failover':
      return ['fail over', machines];
    case 'switch-traffic':
      return ['switch', step.title.replace(/^Switch /, '')];
    case 'probe':
      return ['probe', `"${step.title}": ${target(step.check)} within ${readableDuration(step.within)}`];
    case 'run':
      return [
        'run',
        `"${step.title}": ${script(step)}${where(step)}, at most ${readableDuration(step.timeout)}${tries(step)}`,
      ];
    case 'commit':
      return ['commit', machines];
    case 'protect':
      return ['protect', `${machines} to Azure again`];
    case 'home':
      return ['home', `${machines}, once protected again`];
    case 'delete-old':
      return ['delete', `the old ones of ${machines}`];
    case 'process-server':
    case 'registered':
      return ['server', step.title];
    case 'remove-leftovers':
      return ['remove', `${step.title.replace(/^Remove /, '')}: ${counted(step.calls.length, 'deletion')}`];
  }
}

/** Whether a person has to answer before it goes on. */
export function asksPerson({ kind }: PlanStep): boolean {
  return kind === 'approve' || kind === 'ask' || kind === 'backup';
}

function peopleOf({ by }: Extract<PlanStep, { kind: 'approve' | 'backup' | 'ask' }>): string {
  const names = by.people.map(({ name }) => name);
  if (names.length === 0) return 'anybody';
  const last = names.at(-1) ?? '';
  if (names.length === 1) return last;
  return `${names.slice(0, -1).join(', ')} ${by.mode === 'all' ? 'and' : 'or'} ${last}`;
}

function expiry(seconds: number | null): string {
  return seconds === null ? '' : ` within ${readableDuration(seconds)}`;
}

function target(check: Extract<PlanStep, { kind: 'probe' }>['check']): string {
  switch (check.kind) {
    case 'tcp':
      return `tcp ${check.host}:${check.port}`;
    case 'http':
      return `${check.url} answers ${check.status}`;
    case 'script':
      return `${script(check)} ends with 0`;
  }
}

/** What an approval wants besides a name, so that a reviewer sees it. */
function proof({ signed, secondPerson }: Extract<PlanStep, { kind: 'approve' }>): string {
  return `${signed === true ? ', signed' : ''}${secondPerson === true ? ', not by who started the run' : ''}`;
}

/** A script with the beginning of its hash: what runs is that text. */
function script({ script: path, text }: { readonly script: string; readonly text?: { sha256: string } | undefined }) {
  return text === undefined ? path : `${path} (sha256 ${text.sha256.slice(0, 12)})`;
}

function where({ guest }: Extract<PlanStep, { kind: 'run' }>): string {
  if (guest === undefined) return '';
  if (guest.in === 'azure') return ' by Azure’s run command';
  return ` on the site${guest.account === undefined ? '' : ` as ${guest.account}`}`;
}

function tries({ tries: most }: Extract<PlanStep, { kind: 'run' }>): string {
  return most === undefined ? '' : `, ${most} tries`;
}
