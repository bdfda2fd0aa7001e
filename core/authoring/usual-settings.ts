import type { Architecture } from '../runbook/runbook.ts';
import type { DraftedMachine } from './drafted-machine.ts';
import { block } from './write-block.ts';

/** What every machine has, and `defaults vm` says once. */
export interface UsualSettings {
  readonly settings: ReadonlyMap<string, string>;
  without(settings: ReadonlyMap<string, string>): ReadonlyMap<string, string>;
}

/** Settings that read well as a default; what a machine is stands at the machine. */
const CANDIDATES = ['via', 'location', 'process-server', 'policy', 'run-as'] as const;

/**
 * The most common value of each, where every machine has one: a default cannot be unsaid, only said otherwise. Where the
 * value is nobody's but a few's, it stays with them.
 */
export function usualOf(machines: readonly DraftedMachine[]): UsualSettings {
  const usual = new Map<string, string>();
  for (const key of CANDIDATES) {
    const votes = [...Map.groupBy(machines, ({ settings }) => settings.get(key))];
    const [most] = votes.sort((one, other) => other[1].length - one[1].length);
    const everybody = !votes.some(([value]) => value === undefined);
    if (most?.[0] !== undefined && everybody && most[1].length * 2 > machines.length) usual.set(key, most[0]);
  }
  return {
    settings: usual,
    without: (settings) => new Map([...settings].filter(([key, value]) => usual.get(key) !== value)),
  };
}

export function defaultsBlock(architecture: Architecture, settings: ReadonlyMap<string, string>): string {
  return block('defaults vm', [
    `recovery-point: ${architecture === 'classic' ? 'latest' : 'crash-consistent'}`,
    ...[...settings].map(([key, value]) => `${key}: ${value}`),
  ]);
}
