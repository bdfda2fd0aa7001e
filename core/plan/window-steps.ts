import type { Seconds, Timestamp } from '../quantity.ts';
import type { Wave } from '../runbook/runbook.ts';
import type { Moment, Place } from './draft.ts';
import type { Laying } from './laying.ts';
import { readableMoment } from './readable.ts';

/** Lays the window of a wave, where it has one; otherwise the cutover follows at once. */
export function layWindow(laying: Laying, wave: Wave, prefix: string, after: readonly Place[]): readonly Place[] {
  if (wave.window === undefined) return after;
  const { from, for: length } = wave.window.value;
  const opens = later(from, 0);
  const closes = later(from, length);
  const open = laying.draft.add(
    {
      kind: 'window',
      id: `${prefix}/before-failover/window`,
      title: `Wait for the window of ${wave.name}`,
      wave: wave.name,
      machine: null,
      opens,
      closes,
      irreversible: null,
      undo: null,
      restsOn: [],
    },
    after,
    { until: secondsFrom(laying.now, opens), source: 'until the window opens' },
  );
  noteTooLate(laying, wave, closes, laying.draft.done(open));
  return [open];
}

function secondsFrom(now: Date, at: Timestamp): Seconds {
  return Math.round((Date.parse(at) - now.getTime()) / 1000);
}

function noteTooLate({ now, tooLate }: Laying, wave: Wave, closes: Timestamp, ready: Moment): void {
  const earliest = now.getTime() + ready.low * 1000;
  if (earliest <= Date.parse(closes)) return;
  tooLate.push(
    `The window of wave '${wave.name}' closes at ${readableMoment(closes)}, and its machines cannot be ready before ` +
      `${readableMoment(new Date(earliest).toISOString())}. Move the window, or start earlier.`,
  );
}

/** A moment some seconds later, told in the same offset from UTC, for that is how people think of it. */
export function later(from: Timestamp, seconds: Seconds): Timestamp {
  const offset = /(?:Z|[+-]\d\d:?\d\d)$/.exec(from)?.[0] ?? 'Z';
  const sign = offset.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = offset === 'Z' ? [] : (offset.match(/\d\d/g) ?? []).map(Number);
  const shift = sign * (hours * 60 + minutes) * 60_000;
  const local = new Date(Date.parse(from) + seconds * 1000 + shift);
  return `${local.toISOString().slice(0, 19)}${offset}`;
}
