import type { Seconds, Timestamp } from '../quantity.ts';
import { howTo, isGate, missingAnswers } from '../run/gates.ts';
import type { RunState } from '../run/state.ts';
import type { RunView, StepView } from '../run/view.ts';
import { showControls } from '../show-controls.ts';
import { everyStep } from './every-step.ts';
import { remedyFor } from './remedy-for.ts';
import { escapeMarkdown } from './render-markdown.ts';
import { sayCount, sayDuration, sayMoment } from './say.ts';
import { sayTarget } from './verdict.ts';

/** What whoever looks after a run next has to know, in the order in which they need it. */
export interface HandoverSheet {
  readonly runId: string;
  readonly runbook: string;
  readonly target: string;
  readonly status: RunState['status'];
  readonly because: string | undefined;
  readonly alive: boolean;
  readonly asOf: Timestamp;
  readonly inCharge: string;
  readonly note: string | undefined;
  readonly timeLeft: RunView['timeLeft'];
  /** Who is waited for, with what to do. */
  readonly waits: readonly WaitingFor[];
  readonly failures: readonly { readonly title: string; readonly message: string; readonly remedy: string }[];
  /** Failed over and not committed, with how long: what is written to them is protected nowhere. */
  readonly uncommitted: readonly { readonly machine: string; readonly since: Timestamp; readonly age: Seconds }[];
  readonly alarms: RunState['alarms'];
  readonly waves: readonly {
    readonly name: string;
    readonly status: string;
    readonly home: number;
    readonly machines: number;
    readonly current: string;
    readonly timeLeft: Seconds | undefined;
  }[];
  readonly underWay: readonly {
    readonly machine: string;
    readonly status: string;
    readonly current: string;
    readonly note: string;
  }[];
  /** Moments that come by time alone. */
  readonly next: readonly { readonly at: Timestamp; readonly what: string }[];
  readonly commands: readonly string[];
}

export interface WaitingFor {
  readonly title: string;
  readonly wave: string | null;
  readonly who: readonly string[];
  readonly since: Timestamp | undefined;
  readonly waited: Seconds;
  readonly how: readonly string[];
  readonly command: string;
}

/** Draws the sheet from what the journal says; nothing in it is anybody's memory. */
export function handoverSheet(view: RunView, alive: boolean): HandoverSheet {
  const { state, plan, now } = view;
  const { runId } = state;
  const steps = everyStep(view);
  const last = state.handovers.at(-1);
  return {
    runId,
    runbook: plan.runbook.name,
    target: sayTarget(state.target),
    status: state.status,
    because: state.because,
    alive,
    asOf: now,
    inCharge: last?.to ?? state.startedBy,
    note: last?.note,
    timeLeft: view.timeLeft,
    waits: view.open.map((step) => waitFor(step, runId, now)),
    failures: steps.flatMap(({ plan: { title }, state: { failure, status } }) =>
      failure === undefined || status !== 'failed'
        ? []
        : [{ title, message: failure.message, remedy: remedyFor(failure.remedy, runId) }],
    ),
    uncommitted: uncommittedIn(view),
    alarms: state.alarms,
    waves: view.waves.map((wave) => ({
      name: wave.name,
      status: wave.status,
      home: wave.machines.filter(({ status }) => status === 'home').length,
      machines: wave.machines.length,
      current: wave.current,
      timeLeft: wave.timeLeft?.likely,
    })),
    underWay: view.waves.flatMap(({ machines }) =>
      machines.flatMap(({ name, status, current, steps: mine }) => {
        if (status === 'home' || status === 'pending') return [];
        const moving = mine.find(
          ({ state: at }) => at.status === 'running' || at.status === 'looking' || at.status === 'asking',
        );
        return [{ machine: name, status, current, note: moving?.note ?? '' }];
      }),
    ),
    next: steps.flatMap((step) => comesByTime(step)).toSorted((one, other) => (one.at < other.at ? -1 : 1)),
    commands: commandsFor(view, alive),
  };
}

function waitFor({ plan, state }: StepView, runId: string, now: Timestamp): WaitingFor {
  const people = isGate(plan) ? missingAnswers(plan, state.answers) : [];
  const verb = plan.kind === 'approve' ? 'approve' : 'done';
  return {
    title: plan.title,
    wave: plan.wave,
    who: people.map(({ name, fullName }) => (fullName === undefined ? name : `${name} (${fullName})`)),
    since: state.startedAt,
    waited: state.startedAt === undefined ? 0 : (Date.parse(now) - Date.parse(state.startedAt)) / 1000,
    how: howTo(plan),
    command: `failback ${verb} ${runId} ${plan.id}`,
  };
}

function uncommittedIn({ waves, now }: RunView): HandoverSheet['uncommitted'] {
  return waves.flatMap(({ machines }) =>
    machines.flatMap(({ name, steps }) => {
      const since = steps.find(({ plan, state }) => plan.kind === 'failover' && state.status === 'done')?.state.endedAt;
      const committed = steps.some(
        ({ plan, state }) => plan.kind === 'commit' && (state.status === 'done' || state.acceptedBy !== undefined),
      );
      return since === undefined || committed
        ? []
        : [{ machine: name, since, age: (Date.parse(now) - Date.parse(since)) / 1000 }];
    }),
  );
}

function comesByTime({ plan, state }: StepView): HandoverSheet['next'] {
  if (state.status === 'done' || state.status === 'skipped' || state.status === 'stopped') return [];
  if (plan.kind === 'window') {
    const what = plan.wave === null ? 'The window' : `The window of wave ${plan.wave}`;
    return [
      { at: plan.opens, what: `${what} opens` },
      { at: plan.closes, what: `${what} closes: no failover starts after this` },
    ];
  }
  if (plan.kind === 'hold' && state.startedAt !== undefined)
    return [
      { at: new Date(Date.parse(state.startedAt) + plan.for * 1000).toISOString(), what: `${plan.title} is over` },
    ];
  return [];
}

function commandsFor({ state }: RunView, alive: boolean): readonly string[] {
  const { runId } = state;
  const see = `failback status ${runId} --follow`;
  if (state.endedAt !== undefined)
    return [`failback report ${runId}`, `failback verify ${runId}`, `failback export ${runId}`];
  return [
    ...(alive ? [] : [`failback resume ${runId}`]),
    see,
    ...(state.status === 'paused' ? [`failback resume ${runId}`] : [`failback pause ${runId}`]),
    `failback replan ${runId}`,
    `failback handover ${runId} --to NAME`,
  ];
}

const mostMachines = 40;

/** The sheet as Markdown that reads well in a terminal too. */
export function renderHandover(sheet: HandoverSheet): string {
  const left =
    sheet.timeLeft === undefined
      ? ''
      : ` About ${sayDuration(sheet.timeLeft.likely)} left (${sayDuration(sheet.timeLeft.low)} to ${sayDuration(sheet.timeLeft.high)}).`;
  const nobody = sheet.alive || sheet.status === 'done' ? '' : ' **Nobody executes it just now.**';
  const parts = [
    `# ${say(sheet.runbook)}: ${sheet.status.replaceAll('-', ' ')}`,
    `Run \`${say(sheet.runId)}\` on ${say(sheet.target)}, as of ${sayMoment(sheet.asOf)}. In the hands of ${say(sheet.inCharge)}.${left}${nobody}`,
    ...(sheet.note === undefined ? [] : [`> ${say(sheet.note)}`]),
    ...(sheet.because === undefined ? [] : [say(sheet.because)]),
    section('Waits for people', sheet.waits.map(sayWait)),
    section(
      'Failed',
      sheet.failures.map(({ title, message, remedy }) => `${say(title)}: ${say(message)}\n${block(remedy)}`),
    ),
    section(
      'Failed over and not committed',
      sheet.uncommitted.map(
        ({ machine, since, age }) =>
          `${say(machine)} since ${sayMoment(since)}, ${sayDuration(age)} ago. What is written to it is protected nowhere.`,
      ),
    ),
    section(
      'Alarms',
      sheet.alarms.map(({ at, message }) => `${sayMoment(at)}: ${say(message)}`),
    ),
    section(
      'Waves',
      sheet.waves.map(
        ({ name, status, home, machines, current, timeLeft }) =>
          `${say(name)}: ${status}, ${home} of ${sayCount(machines, 'machine')} home${current === '' || current === 'Done' ? '' : `; ${say(current)}`}${timeLeft === undefined ? '' : `, about ${sayDuration(timeLeft)} left`}`,
      ),
    ),
    section('Machines under way', [
      ...sheet.underWay
        .slice(0, mostMachines)
        .map(
          ({ machine, status, current, note }) =>
            `${say(machine)}: ${status}, ${say(current)}${note === '' ? '' : ` (${say(note)})`}`,
        ),
      ...(sheet.underWay.length > mostMachines ? [`and ${sheet.underWay.length - mostMachines} more`] : []),
    ]),
    section(
      'Comes by time',
      sheet.next.map(({ at, what }) => `${sayMoment(at)}: ${say(what)}`),
    ),
    `## Commands\n\n${sheet.commands.map((command) => `    ${command}`).join('\n')}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function sayWait({ title, wave, who, since, waited, how, command }: WaitingFor): string {
  const people = who.length === 0 ? 'anyone' : who.map(say).join(', ');
  const where = wave === null ? '' : `, wave ${say(wave)}`;
  const asked = since === undefined ? '' : `, asked ${sayMoment(since)}, ${sayDuration(waited)} ago`;
  return [
    `${say(title)}${where}: ${people}${asked}`,
    ...how.map((what) => `  ${say(what)}`),
    `\n      ${command}\n`,
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function block(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('  ') ? `      ${showControls(line.trim())}` : `  ${say(line)}`))
    .join('\n');
}

function say(text: string): string {
  return escapeMarkdown(text);
}
