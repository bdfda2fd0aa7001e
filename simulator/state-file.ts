import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { FailbackError } from '../core/failback-error.ts';
import type { Inventory } from '../core/inventory/inventory.ts';
import type { ArmRequest, ArmService, Outcome } from './arm/service.ts';
import { type ByHand, doByHand } from './estate/by-hand.ts';
import type { Estate } from './estate/estate.ts';
import { parseFault } from './faults.ts';
import type { Instant } from './virtual-clock.ts';
import { withoutPasswords } from './without-passwords.ts';

/**
 * What happened to an estate, a line of JSON each: requests that may have changed it, faults added,
 * what people did by hand, time passed.
 * The estate is a function of these and of its seed, so the file holds causes and no state: replaying it leads a
 * killed simulator to where it was. Each line is written before its request is answered; a torn last line was never
 * answered and is dropped.
 */
export interface StateFile {
  request(request: ArmRequest, outcome: Outcome): void;
  faults(texts: readonly string[], at: Instant): void;
  byHand(what: ByHand, name: string, at: Instant): void;
  clock(at: Instant): void;
}

type Line =
  | { readonly kind: 'begun'; readonly version: 1; readonly startAt: Instant; readonly world: string }
  | { readonly kind: 'request'; readonly at: Instant; readonly request: ArmRequest }
  | { readonly kind: 'faults'; readonly at: Instant; readonly faults: readonly string[] }
  | { readonly kind: 'by-hand'; readonly at: Instant; readonly what: ByHand; readonly name: string }
  | { readonly kind: 'clock'; readonly at: Instant };

/** Real time that is written down ahead, so that not every glance at the clock is. */
const AHEAD_MS = 1000;

/** The moment at which the estate of a state file began; undefined when there is no such file yet. */
export function beganAt(path: string): Instant | undefined {
  if (!existsSync(path)) return undefined;
  const [first] = readLines(path);
  return first?.kind === 'begun' ? first.startAt : undefined;
}

/**
 * Opens a state file: replays what it holds into a fresh estate, or begins it.
 * @throws FailbackError `simulator-state-foreign` when the file belongs to another inventory, seed or set of knobs.
 */
export function openStateFile(path: string, estate: Estate, service: ArmService): StateFile {
  const world = worldOf(estate.inventory, estate.chance.seed, estate.knobs);
  const lines = existsSync(path) ? readLines(path) : [];
  const [first] = lines;
  if (first === undefined) {
    const begun: Line = { kind: 'begun', version: 1, startAt: estate.clock.now(), world };
    writeFileSync(path, `${JSON.stringify(begun)}\n`);
  } else if (first.kind !== 'begun' || first.world !== world) throw foreign(path);
  else replay(lines, estate, service);

  const append = (line: Line) => appendFileSync(path, `${JSON.stringify(line)}\n`);
  let reached: Instant = estate.clock.now();
  return {
    request: (request, outcome) =>
      append({ kind: 'request', at: outcome.at, request: withoutSecrets(request, outcome) }),
    faults: (faults, at) => append({ kind: 'faults', at, faults }),
    byHand: (what, name, at) => append({ kind: 'by-hand', at, what, name }),
    // Time that runs is written down a little ahead: after a restart it may jump, but never goes back.
    clock: (at) => {
      if (at <= reached) return;
      reached = estate.clock.speed === 'advance' ? at : at + AHEAD_MS * estate.clock.speed;
      append({ kind: 'clock', at: reached });
    },
  };
}

function replay(lines: readonly Line[], estate: Estate, service: ArmService): void {
  for (const line of lines) {
    if (line.kind === 'begun') continue;
    if (line.kind === 'request') service(line.request, line.at);
    else if (line.kind === 'faults') estate.faults.add(line.faults.map(parseFault));
    else if (line.kind === 'by-hand') {
      estate.settle(line.at);
      doByHand(estate, line.what, line.name, line.at);
    }
    estate.clock.advanceTo(line.at);
  }
  estate.settle();
}

function readLines(path: string): readonly Line[] {
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => readLine(path, line, index + 1));
}

const KINDS: ReadonlySet<unknown> = new Set<Line['kind']>(['begun', 'request', 'faults', 'by-hand', 'clock']);

function readLine(path: string, text: string, number: number): Line {
  try {
    const line = JSON.parse(text) as Line;
    if (KINDS.has(line?.kind)) return line;
  } catch {
    // Told below, as any other line that no simulator wrote.
  }
  throw new FailbackError(
    'simulator-state-unreadable',
    `Line ${number} of the state file '${path}' is not what a simulator wrote, so the estate cannot be led to where it was.`,
    'Restore the file, or delete it to begin the estate anew; a rehearsal under way then has to begin anew too.',
  );
}

/** The correlation id was drawn when the request came; a replay must not draw another. */
function withoutSecrets(request: ArmRequest, outcome: Outcome): ArmRequest {
  const { authorization, 'x-ms-client-request-id': clientRequestId } = request.headers;
  return {
    ...request,
    body: withoutPasswords(request.body),
    headers: {
      ...(authorization === undefined ? {} : { authorization: 'Bearer (left out)' }),
      ...(clientRequestId === undefined ? {} : { 'x-ms-client-request-id': clientRequestId }),
      'x-ms-correlation-request-id': outcome.correlationId,
    },
  };
}

function worldOf(inventory: Inventory, seed: number, knobs: object): string {
  return createHash('sha256')
    .update(JSON.stringify([inventory, seed, knobs]))
    .digest('hex');
}

function foreign(path: string): FailbackError {
  return new FailbackError(
    'simulator-state-foreign',
    `The state file '${path}' belongs to another simulation: its inventory, seed or knobs are not these.`,
    'Start the simulator with what it was begun with, or delete the state file to begin anew.',
  );
}
