import { readableDuration, readableList } from '../plan/readable.ts';
import type { Moment, MomentItem, Probe, Runbook, RunScript, Stage, Wave } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import type { Change, Risk } from './change.ts';
import { personIdentity, profileIdentity } from './identity.ts';
import type { MachinePair, Sides } from './side.ts';

/** Something that happens before or after a stage, wherever it is written. */
interface Step {
  /** Two are the same step when their keys are equal. */
  readonly key: string;
  readonly when: Moment['when'];
  readonly stage: Stage;
  readonly item: MomentItem;
  /** As a noun phrase: `the approval "ERP owner confirms the data"`. */
  readonly what: string;
  /** All that was decided about it. */
  readonly details: string;
}

/** Machines for which the same steps count in both versions. */
interface Route {
  readonly names: readonly string[];
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

/** Approvals and actions around the stages that are new, gone or different, with the machines for which that is so. */
export function changedGates(sides: Sides): Change[] {
  const routes = routesOf(sides);
  return [
    ...together(routes, gone, sides).map(({ step, names, unguarded }) => removed(step, names, unguarded === true)),
    ...together(routes, come, sides).map(({ step, names }) => added(step, names)),
    ...together(routes, different, sides).map(({ step, other, names }) => altered(other ?? step, step, names)),
    ...reordered(routes, sides),
  ];
}

function routesOf({ machines, before, after }: Sides): readonly Route[] {
  const bothWaves = Map.groupBy(machines, ({ beforeWave, afterWave }) => `${beforeWave?.name}\n${afterWave?.name}`);
  return [...bothWaves.values()].flatMap((pairs: readonly MachinePair[]) => {
    const [first] = pairs;
    if (first === undefined) return [];
    return [
      {
        names: pairs.map((pair) => pair.after.name),
        before: stepsOf(before.runbook, first.beforeWave),
        after: stepsOf(after.runbook, first.afterWave),
      },
    ];
  });
}

/** The steps that count for a wave: those of the runbook, then its own. */
function stepsOf(runbook: Runbook, wave: Wave | undefined): readonly Step[] {
  const counts = new Map<string, number>();
  return [...runbook.moments, ...(wave?.moments ?? [])].flatMap(({ when, stage, items }) =>
    items.map((item) => {
      const { what, details } = wording(item);
      const name = `${when} ${stage} ${what}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return { key: `${name} ${count}`, when, stage, item, what, details };
    }),
  );
}

function wording(item: MomentItem): { what: string; details: string } {
  switch (item.kind) {
    case 'approve': {
      const people = item.by.people.map(({ value }) => personIdentity(value)).sort();
      const limit = item.within === undefined ? '' : `, within ${readableDuration(item.within)}`;
      const word = item.by.mode === 'all' && people.length > 1 ? 'all of ' : people.length > 1 ? 'any of ' : '';
      const proof = `${item.signed ? ', signed' : ''}${item.secondPerson ? ', not by who started the run' : ''}`;
      return { what: `the approval "${item.title}"`, details: `by ${word}${readableList(people)}${limit}${proof}` };
    }
    case 'without-approval':
      return { what: 'the leave to go on without approval', details: `because "${item.because}"` };
    case 'hold':
      return { what: 'the waiting time', details: readableDuration(item.for) };
    case 'backup':
      return { what: 'the backup', details: `no older than ${readableDuration(item.within)}` };
    case 'switch-traffic':
      return {
        what: `the switch of traffic of ${profileIdentity(item.profile.value)}`,
        details: `to ${item.endpoint}`,
      };
    case 'probe': {
      const { check } = item;
      return { what: `the probe "${item.title}"`, details: `${asks(check)} within ${readableDuration(item.within)}` };
    }
    case 'run':
      return {
        what: `the script "${item.title}"`,
        details: `${item.script} ${whereOf(item)}, at most ${readableDuration(item.timeout)}${item.tries === 1 ? '' : `, ${item.tries} tries`}`,
      };
    case 'ask': {
      const people = item.by.map(({ value }) => personIdentity(value)).sort();
      return { what: `the task "${item.title}"`, details: `of ${readableList(people)}` };
    }
  }
}

function asks(check: Probe['check']): string {
  switch (check.kind) {
    case 'tcp':
      return `tcp ${check.host}:${check.port}`;
    case 'http':
      return `${check.url} for ${check.status}`;
    case 'script':
      return check.script;
  }
}

function whereOf({ on, machines, account }: RunScript): string {
  if (on === 'operator') return 'on operator';
  const names = readableList(machines.map(({ value }) => value.name).sort());
  return `inside ${names}${account === undefined ? '' : ` as ${account.value}`}`;
}

interface News {
  readonly step: Step;
  readonly other?: Step;
  /** An approval went, and none is left where it stood. */
  readonly unguarded?: boolean;
}

function gone({ before, after }: Route): readonly News[] {
  const now = new Set(after.map(({ key }) => key));
  return before
    .filter(({ key }) => !now.has(key))
    .map((step) => ({ step, unguarded: step.item.kind === 'approve' && !after.some((other) => guards(other, step)) }));
}

/** Whether somebody else is asked at the same moment. */
function guards(other: Step, { when, stage }: Step): boolean {
  return other.item.kind === 'approve' && other.when === when && other.stage === stage;
}

function come({ before, after }: Route): readonly News[] {
  return gone({ names: [], before: after, after: before }).map(({ step }) => ({ step }));
}

function different({ before, after }: Route): readonly News[] {
  const old = new Map(before.map((step) => [step.key, step]));
  return after.flatMap((step) => {
    const other = old.get(step.key);
    return other === undefined || other.details === step.details ? [] : [{ step, other }];
  });
}

/** The same news on several routes is told once. */
function together(routes: readonly Route[], news: (route: Route) => readonly News[], { machines }: Sides) {
  const all = routes.flatMap((route) => news(route).map((one) => ({ ...one, names: route.names })));
  const alike = Map.groupBy(
    all,
    ({ step, other, unguarded }) => `${step.key}\n${step.details}\n${other?.details}\n${unguarded}`,
  );
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const names = same.flatMap((each) => each.names);
    return [{ ...first, names: names.length === machines.length ? [] : names }];
  });
}

function removed({ when, stage, item, what, details }: Step, names: readonly string[], unguarded: boolean): Change {
  return {
    risk: unguarded ? 'grave' : item.kind === 'approve' ? 'serious' : riskOf(item, 'removed'),
    kind: 'gate',
    subjects: names,
    says: `${capitalized(what)}, ${details}, is gone ${when} ${stage}${forWhom(names)}.`,
    means: unguarded ? `Nobody is asked ${when} ${stage} any more.` : losing(item),
    at: undefined,
  };
}

function added({ when, stage, item, what, details }: Step, names: readonly string[]): Change {
  return {
    risk: riskOf(item, 'added'),
    kind: 'gate',
    subjects: names,
    says: `${capitalized(what)}, ${details}, is new ${when} ${stage}${forWhom(names)}.`,
    means: item.kind === 'without-approval' ? 'This point of no return needs nobody’s word.' : undefined,
    at: item.at,
  };
}

function altered(old: Step, now: Step, names: readonly string[]): Change {
  return {
    risk: WEIGHTY.has(now.item.kind) || isLess(old.item, now.item) ? 'serious' : 'notable',
    kind: 'gate',
    subjects: names,
    says: `${capitalized(now.what)} ${now.when} ${now.stage} was ${old.details} and is ${now.details}${forWhom(names)}.`,
    means: undefined,
    at: now.item.at,
  };
}

/** The same steps one after another the other way round. */
function reordered(routes: readonly Route[], { machines }: Sides): Change[] {
  const turned = routes.filter(({ before, after }) => {
    const old = before.map(({ key }) => key);
    const shared = after.map(({ key }) => key).filter((key) => old.includes(key));
    const same = new Set(shared);
    return old.filter((key) => same.has(key)).join('\n') !== shared.join('\n');
  });
  const names = turned.flatMap((route) => route.names);
  const at: SourceRange | undefined = turned[0]?.after[0]?.item.at;
  if (names.length === 0) return [];
  return [
    {
      risk: 'notable',
      kind: 'gate',
      subjects: names.length === machines.length ? [] : names,
      says: `What happens around the stages happens in another order${forWhom(names.length === machines.length ? [] : names)}.`,
      means: undefined,
      at,
    },
  ];
}

/** Who says yes, where clients are sent, and what is run. */
const WEIGHTY: ReadonlySet<MomentItem['kind']> = new Set(['approve', 'switch-traffic', 'run']);

/** Less time to look, or an older backup. */
function isLess(old: MomentItem, now: MomentItem): boolean {
  if (old.kind === 'hold' && now.kind === 'hold') return now.for < old.for;
  return old.kind === 'backup' && now.kind === 'backup' && now.within > old.within;
}

function riskOf(item: MomentItem, how: 'added' | 'removed'): Risk {
  switch (item.kind) {
    case 'without-approval':
      return how === 'added' ? 'grave' : 'notable';
    case 'hold':
    case 'backup':
      return how === 'removed' ? 'serious' : 'notable';
    case 'switch-traffic':
    case 'run':
      return 'serious';
    case 'approve':
    case 'probe':
    case 'ask':
      return 'notable';
  }
}

function losing(item: MomentItem): string | undefined {
  if (item.kind === 'without-approval') return 'An approval is needed there now.';
  if (item.kind === 'hold') return 'There is no time left to see whether the machine is well.';
  if (item.kind === 'backup') return 'Nobody confirms a backup of what is about to become the only copy.';
  return undefined;
}

function forWhom(names: readonly string[]): string {
  return names.length === 0 ? '' : ` for ${readableList(names)}`;
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
