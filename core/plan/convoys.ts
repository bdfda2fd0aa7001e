import type { Machine, Runbook, Wave } from '../runbook/runbook.ts';

/**
 * Waves that can only be under failback at the same time, in the order in which the cutover allows.
 *
 * Two waves belong to one convoy when an application that holds has machines in both: neither commits before the other
 * is verified. So does every wave that stands between them in the order of the cutover.
 */
export interface Convoy {
  /** In the order of the cutover. */
  readonly waves: readonly Wave[];
  /** The waves wait for each other by `after:` alone, which no order can satisfy. */
  readonly circular: boolean;
}

/** All waves as convoys, each after those it waits for; where nothing decides, in the order of the text. */
export function convoysOf(runbook: Runbook): Convoy[] {
  const after = wavesBefore(runbook);
  const held = wavesHeldTogether(runbook);
  const bound = (wave: Wave) => [...(after.get(wave) ?? []), ...(held.get(wave) ?? [])];
  return componentsInOrder(runbook.waves, bound).map((waves) => {
    const inside = new Set(waves);
    const cutover = componentsInOrder(inOrderOf(runbook.waves, inside), (wave) =>
      (after.get(wave) ?? []).filter((other) => inside.has(other)),
    );
    const circular = cutover.some((component) => component.length > 1);
    return { waves: cutover.flat(), circular };
  });
}

/** The waves that each wave names with `after:`. */
export function wavesBefore(runbook: Runbook): ReadonlyMap<Wave, readonly Wave[]> {
  const byName = new Map(runbook.waves.map((wave) => [wave.name.toLowerCase(), wave]));
  const named = (wave: Wave) => wave.after.flatMap(({ value }) => byName.get(value.toLowerCase()) ?? []);
  return new Map(runbook.waves.map((wave) => [wave, named(wave).filter((other) => other !== wave)]));
}

/** For each wave, the other waves with machines of an application that holds. */
export function wavesHeldTogether(runbook: Runbook): ReadonlyMap<Wave, readonly Wave[]> {
  const waveOf = new Map<Machine, Wave>();
  for (const wave of runbook.waves)
    for (const { value } of wave.machines) if (!waveOf.has(value)) waveOf.set(value, wave);
  const held = new Map<Wave, Wave[]>();
  for (const app of runbook.apps) {
    if (app.onFailure.value !== 'hold') continue;
    const waves = new Set(app.machines.flatMap(({ value }) => waveOf.get(value) ?? []));
    for (const wave of waves)
      held.set(wave, [...(held.get(wave) ?? []), ...[...waves].filter((other) => other !== wave)]);
  }
  return held;
}

function inOrderOf(order: readonly Wave[], some: ReadonlySet<Wave>): Wave[] {
  return order.filter((wave) => some.has(wave));
}

/** Strongly connected components (Tarjan), dependencies first. */
function componentsInOrder(waves: readonly Wave[], dependencies: (wave: Wave) => readonly Wave[]): Wave[][] {
  const found = new Map<Wave, { at: number; low: number; open: boolean }>();
  const stack: Wave[] = [];
  const components: Wave[][] = [];
  const visit = (wave: Wave): { at: number; low: number; open: boolean } => {
    const mark = { at: found.size, low: found.size, open: true };
    found.set(wave, mark);
    stack.push(wave);
    for (const dependency of dependencies(wave)) {
      const seen = found.get(dependency);
      if (seen === undefined) mark.low = Math.min(mark.low, visit(dependency).low);
      else if (seen.open) mark.low = Math.min(mark.low, seen.at);
    }
    if (mark.low === mark.at) {
      const component = stack.splice(stack.indexOf(wave));
      for (const member of component) {
        const seen = found.get(member);
        if (seen !== undefined) seen.open = false;
      }
      components.push(component);
    }
    return mark;
  };
  for (const wave of waves) if (!found.has(wave)) visit(wave);
  return components;
}
