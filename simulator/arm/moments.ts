import type { Instant } from '../virtual-clock.ts';

/** A moment as Site Recovery writes it: seven decimals, UTC. */
export function ticks(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, -1)}0000Z`;
}

/** The end of a job: the service rounds it to whole seconds. */
export function wholeSeconds(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}.0000000Z`;
}

/** What stands where nothing has happened yet. All recorded. */
export const sentinels = {
  taskNeverStarted: '0001-01-01T00:00:00',
  taskStartUnknown: '1601-01-01T00:00:00Z',
  noScenarioStart: '1753-01-01T01:01:01Z',
} as const;
