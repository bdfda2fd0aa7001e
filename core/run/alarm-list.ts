import type { RunEvent } from './events.ts';
import type { RunState } from './state.ts';

/** What the run told that wants a person's eye, and which of it still stands. */
export class AlarmList {
  /** Of all that were ever raised: none is raised twice. */
  readonly keys = new Set<string>();
  readonly standing = new Set<string>();
  readonly #places = new Map<string, number>();
  readonly #alarms: RunState['alarms'][number][] = [];

  /** The list's own, and moves on with it. */
  get alarms(): RunState['alarms'] {
    return this.#alarms;
  }

  raised({ key, at, machine, message }: RunEvent & { kind: 'alarm' }): void {
    this.keys.add(key);
    this.#places.set(key, this.#alarms.length);
    this.standing.add(key);
    this.#alarms.push({ at, machine, message });
  }

  over({ key, at: overAt }: RunEvent & { kind: 'alarm-over' }): void {
    const place = this.#places.get(key);
    this.#places.delete(key);
    this.standing.delete(key);
    const alarm = place === undefined ? undefined : this.#alarms[place];
    if (place !== undefined && alarm !== undefined) this.#alarms[place] = { ...alarm, overAt };
  }
}
