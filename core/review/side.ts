import type { Plan } from '../plan/plan.ts';
import type { Assessment } from '../rules/assessment.ts';
import type { Machine, Runbook, Wave } from '../runbook/runbook.ts';
import type { Declared } from '../runbook/source.ts';
import { datastoreIdentity, processServerIdentity, targetIdentity, vcenterIdentity } from './identity.ts';

/** One version of a runbook, with what its plan and its findings are. */
export interface Side {
  readonly runbook: Runbook;
  readonly plan: Plan;
  readonly assessment: Assessment;
}

/** A machine that both versions bring home, in the wave of each. */
export interface MachinePair {
  readonly before: Machine;
  readonly after: Machine;
  readonly beforeWave: Wave | undefined;
  readonly afterWave: Wave | undefined;
}

/** Both versions, with what belongs together in them found once. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly machines: readonly MachinePair[];
  /** Machines that only one version has. */
  readonly added: readonly { readonly machine: Machine; readonly wave: Wave | undefined }[];
  readonly removed: readonly { readonly machine: Machine; readonly wave: Wave | undefined }[];
  /** The old wave that a new one goes on from, whatever either is called. */
  readonly waveBefore: ReadonlyMap<Wave, Wave>;
  /** What the new version calls things that only the text names: by the old name, where it is another. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Pairs machines by their names, which Azure knows too, and waves by the machines in them, for their names are private. */
export function pairUp(before: Side, after: Side): Sides {
  const old = machinesOf(before.runbook);
  const now = machinesOf(after.runbook);
  const machines = [...now].flatMap(([key, { machine, wave }]) => {
    const other = old.get(key);
    return other === undefined
      ? []
      : [{ before: other.machine, after: machine, beforeWave: other.wave, afterWave: wave }];
  });
  const waveBefore = wavesTogether(before.runbook, after.runbook, machines);
  return {
    before,
    after,
    machines,
    added: [...now].filter(([key]) => !old.has(key)).map(([, found]) => found),
    removed: [...old].filter(([key]) => !now.has(key)).map(([, found]) => found),
    waveBefore,
    renamed: new Map([
      ...[...waveBefore].map(([wave, old]) => [old.name, wave.name] as const),
      ...renamings(before.runbook, after.runbook),
    ]),
  };
}

function machinesOf({ machines, waves }: Runbook) {
  const waveOf = new Map(waves.flatMap((wave) => wave.machines.map(({ value }) => [value, wave] as const)));
  return new Map(machines.map((machine) => [machine.name.toLowerCase(), { machine, wave: waveOf.get(machine) }]));
}

/** The pair that shares most machines first; a wave that shares none goes on from the one of its name. */
function wavesTogether(before: Runbook, after: Runbook, machines: readonly MachinePair[]): ReadonlyMap<Wave, Wave> {
  const shared = new Map<Wave, Map<Wave, number>>();
  for (const { beforeWave, afterWave } of machines) {
    if (beforeWave === undefined || afterWave === undefined) continue;
    const counts = shared.get(afterWave) ?? new Map<Wave, number>();
    counts.set(beforeWave, (counts.get(beforeWave) ?? 0) + 1);
    shared.set(afterWave, counts);
  }
  const candidates = [...shared].flatMap(([wave, counts]) =>
    [...counts].map(([old, count]) => ({ wave, old, count, named: wave.name === old.name ? 1 : 0 })),
  );
  candidates.sort((one, other) => other.count - one.count || other.named - one.named);
  const together = new Map<Wave, Wave>();
  const taken = new Set<Wave>();
  const pair = (wave: Wave, old: Wave | undefined) => {
    if (old === undefined || together.has(wave) || taken.has(old)) return;
    together.set(wave, old);
    taken.add(old);
  };
  for (const { wave, old } of candidates) pair(wave, old);
  for (const wave of after.waves)
    pair(
      wave,
      before.waves.find(({ name }) => name === wave.name),
    );
  return together;
}

/** Servers that got another name in the text and are what they were in the world. */
function renamings(before: Runbook, after: Runbook): readonly (readonly [old: string, now: string])[] {
  const kinds = [
    pairOf(before.appliances, after.appliances, targetIdentity),
    pairOf(before.masterTargets, after.masterTargets, targetIdentity),
    pairOf(before.processServers, after.processServers, processServerIdentity),
    pairOf(before.configurationServers, after.configurationServers, ({ serverName }) => serverName),
    pairOf(before.vcenters, after.vcenters, vcenterIdentity),
    pairOf(before.datastores, after.datastores, datastoreIdentity),
    pairOf([before], [after], () => ''),
  ];
  return kinds.flat().filter(([old, now]) => old !== now);
}

function pairOf<T extends Declared>(old: readonly T[], now: readonly T[], identity: (each: T) => string) {
  const names = new Map(now.map((each) => [identity(each), each.name]));
  return old.map((each) => [each.name, names.get(identity(each)) ?? each.name] as const);
}
