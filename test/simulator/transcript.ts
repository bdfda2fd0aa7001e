import { type Fault, parseFault } from '../../simulator/faults.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import type { ClassicDriver } from './classic-driver.ts';
import type { Driver } from './driver.ts';

/**
 * A transcript is what was asked of a simulator and what it answered: `> command` lines, each followed by its answer,
 * indented. Lines before the first command set the estate up.
 */
export interface Transcript {
  readonly heading: readonly string[];
  readonly inventory: string;
  readonly seed: number;
  readonly knobs: Partial<Knobs>;
  readonly faults: readonly Fault[];
  readonly steps: readonly TranscriptStep[];
}

/** A command with the comments above it. */
export interface TranscriptStep {
  readonly comments: readonly string[];
  readonly command: string;
}

export function readTranscript(text: string): Transcript {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('> '));
  const heading = lines.slice(0, first).filter((line) => line !== '');
  const setting = (name: string) => heading.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const steps: TranscriptStep[] = [];
  let comments: string[] = [];
  for (const line of [...lines.slice(first)]) {
    if (line.startsWith('# ')) comments.push(line);
    if (!line.startsWith('> ')) continue;
    steps.push({ comments, command: line.slice(2) });
    comments = [];
  }
  return {
    heading,
    inventory: setting('inventory') ?? 'modernized',
    seed: Number(setting('seed') ?? 1),
    knobs: JSON.parse(setting('knobs') ?? '{}') as Partial<Knobs>,
    faults: (setting('faults') ?? '').split(', ').filter(Boolean).map(parseFault),
    steps,
  };
}

/** Plays the commands and writes the transcript anew, with the answers of now. */
export async function play(transcript: Transcript, driver: Driver, classic: ClassicDriver): Promise<string> {
  const written = [...transcript.heading, ''];
  for (const { comments, command } of transcript.steps) {
    const answer = (await performClassic(command, classic)) ?? (await perform(command, driver));
    if (comments.length > 0) written.push('', ...comments);
    written.push(`> ${command}`, ...answer.map((line) => `  ${line}`));
  }
  return `${written.join('\n')}\n`;
}

/** What only a classic estate is asked; undefined for any other command. */
async function performClassic(command: string, driver: ClassicDriver): Promise<readonly string[] | undefined> {
  const [verb = '', kind = '', name = '', ...rest] = command.split(' ');
  switch (verb) {
    case 'servers':
      return driver.servers();
    case 'details':
      return driver.details(kind);
    case 'follow':
      return driver.follow(kind);
    case 'refresh':
      return driver.refresh();
    case 'make':
      return driver.make(kind, name, rest.length === 0 ? {} : (JSON.parse(rest.join(' ')) as Record<string, unknown>));
    case 'made':
      return driver.made();
    case 'show':
      return driver.show(kind, name);
    case 'drop':
      return driver.drop(kind, name);
    case 'register':
      return driver.byHand('register-process-server', kind);
    case 'delete-old':
      return driver.byHand('delete-site-machine', kind);
    default:
      return undefined;
  }
}

async function perform(command: string, driver: Driver): Promise<readonly string[]> {
  const [verb = '', name = '', ...rest] = command.split(' ');
  switch (verb) {
    case 'advance':
      return driver.advance(Number(name), rest[0] ?? 'min');
    case 'item':
      return driver.item(name);
    case 'disks':
      return driver.disks(name);
    case 'list':
      return driver.list();
    case 'points':
      return driver.points(name);
    case 'reprotect':
    case 'failover':
    case 'commit':
    case 'cancel':
    case 'protect':
      return driver.post(verb, name, rest.length === 0 ? {} : (JSON.parse(rest.join(' ')) as Record<string, unknown>));
    case 'job':
      return driver.job();
    case 'tasks':
      return driver.tasks();
    case 'poll':
      return driver.poll();
    case 'result':
      return driver.result();
    case 'jobs':
      return driver.jobs([name, ...rest].join(' '));
    case 'vm':
      return driver.vm(name);
    case 'turn':
      return driver.turn(name, rest[0] ?? '');
    case 'endpoints':
      return driver.endpoints();
    case 'switch':
      return driver.switchEndpoint(name, rest[0] ?? '');
    case 'delete':
      return driver.remove(name, rest[0] ?? '');
    case 'site':
      return driver.site();
    case 'counts':
      return driver.counts();
    case 'faults':
      return driver.addFaults([name, ...rest]);
    default:
      throw new Error(`The transcript has a command that nobody knows: '${command}'.`);
  }
}
