import type { Control, ControlAnswer } from './arm/arm-server.ts';
import { field } from './arm/call.ts';
import type { ByHand } from './estate/by-hand.ts';
import type { ExchangeLog } from './exchange.ts';
import { type Fault, parseFault } from './faults.ts';
import type { RequestCounts } from './request-counts.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What the control plane may look at and do. */
export interface Controlled {
  readonly clock: VirtualClock;
  /** How far the computer of whoever asks is ahead of the service. */
  readonly computerAheadSeconds: number;
  /** Moves time, and writes down that it moved. */
  readonly advance: (seconds: number) => void;
  readonly addFaults: (faults: readonly Fault[]) => void;
  /** The reason where it comes to nothing. */
  readonly byHand: (what: ByHand, name: string) => Readonly<Record<string, string>> | string;
  readonly shutDown: () => void;
}

/** `/_simulator/clock`, `/faults`, `/shutdown` and what people do by hand, from outside. */
export function controlPlane(controlled: Controlled): Control {
  const clock = () =>
    json({
      now: new Date(controlled.clock.now() + controlled.computerAheadSeconds * 1000).toISOString(),
      speed: controlled.clock.speed,
    });
  return (method, path, body) => {
    switch (`${method} ${path}`) {
      case 'GET /_simulator/clock':
        return clock();
      case 'POST /_simulator/clock':
        return moveClock(controlled, body) ?? clock();
      case 'POST /_simulator/faults':
        return addFaults(controlled, body);
      case 'POST /_simulator/register-process-server':
        return byHand(controlled, 'register-process-server', body);
      case 'POST /_simulator/delete-site-machine':
        return byHand(controlled, 'delete-site-machine', body);
      case 'POST /_simulator/shutdown':
        setImmediate(controlled.shutDown);
        return json({ shuttingDown: true });
      default:
        return undefined;
    }
  };
}

/** `/_simulator/requests` and `/_simulator/exchanges`: what the recording proxy saw. */
export function recordPlane(counts: () => RequestCounts, log: ExchangeLog): Control {
  return (method, path) => {
    switch (`${method} ${path}`) {
      case 'GET /_simulator/requests':
        return json(counts());
      case 'GET /_simulator/exchanges':
        return {
          status: 200,
          contentType: 'application/x-ndjson',
          text: log.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''),
        };
      default:
        return undefined;
    }
  };
}

function moveClock(controlled: Controlled, body: unknown): ControlAnswer | undefined {
  const seconds = field(body, 'advanceSeconds');
  const to = field(body, 'advanceTo');
  if (typeof seconds === 'number' && seconds >= 0) controlled.advance(seconds);
  else if (typeof to === 'string' && !Number.isNaN(Date.parse(to)))
    controlled.advance(Math.max(0, (Date.parse(to) - controlled.clock.now()) / 1000));
  else return refused('Give { "advanceSeconds": 60 } or { "advanceTo": "2026-12-05T20:00:00Z" }.');
  return undefined;
}

function addFaults(controlled: Controlled, body: unknown): ControlAnswer {
  const texts = field(body, 'faults');
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string'))
    return refused('Give { "faults": ["429@reprotect/erp-db-01"] }.');
  try {
    const faults = texts.map(parseFault);
    controlled.addFaults(faults);
    return json({ added: faults.length });
  } catch (error) {
    return refused((error as Error).message);
  }
}

function byHand(controlled: Controlled, what: ByHand, body: unknown): ControlAnswer {
  const name = field(body, 'name');
  if (typeof name !== 'string' || name === '') return refused('Give { "name": "ps-azure" }.');
  const done = controlled.byHand(what, name);
  return typeof done === 'string' ? refused(done) : json(done);
}

function json(value: unknown): ControlAnswer {
  return { status: 200, contentType: 'application/json', text: JSON.stringify(value) };
}

function refused(message: string): ControlAnswer {
  return {
    status: 400,
    contentType: 'application/json',
    text: JSON.stringify({ error: { code: 'BadRequest', message } }),
  };
}
