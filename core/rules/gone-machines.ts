import type { Machine } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import type { Finding } from './assessment.ts';

/** A machine that is no more, and the one of its name that stands in its place, if any. */
export interface Replaced {
  readonly from: Machine;
  readonly to: Machine | undefined;
}

/** Findings of rules about the whole run as they can still be shown: what is about a machine that is gone is left out. */
export function stillShown(findings: readonly Finding[], replaced: readonly Replaced[]): readonly Finding[] {
  if (findings.length === 0 || replaced.length === 0) return findings;
  const places = new Map(replaced.flatMap(placesOf));
  let changed = false;
  const shown = findings.flatMap((finding) => {
    if (!places.has(finding.at)) return [finding];
    changed = true;
    const at = places.get(finding.at);
    return at === undefined ? [] : [{ ...finding, at }];
  });
  return changed ? shown : findings;
}

/** Where a finding about the old machine stands at the new one: at the same setting, else at its name. */
function placesOf({ from, to }: Replaced): (readonly [SourceRange, SourceRange | undefined])[] {
  const known = to === undefined ? undefined : new Map(settingsOf(to));
  // Settings that nobody wrote share the place of the name, and the name counts.
  return settingsOf(from)
    .toReversed()
    .map(([key, at]) => [at, known === undefined ? undefined : (known.get(key) ?? to?.at)] as const);
}

function settingsOf(machine: Machine): readonly (readonly [string, SourceRange])[] {
  return [
    ['at', machine.at],
    ['block', machine.block],
    ...Object.entries(machine).flatMap(([key, value]) => (isLocated(value) ? [[key, value.at] as const] : [])),
  ];
}

function isLocated(value: unknown): value is { readonly at: SourceRange } {
  return typeof value === 'object' && value !== null && 'at' in value;
}
