import type { MomentItem, Runbook, Stage, Wave } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import {
  classicFailoverIsFinal,
  cleanUpIsFinal,
  commitIsFinal,
  deletionIsFinal,
  finalStages,
  reprotectIsFinal,
} from './points-of-no-return.ts';
import { readableList } from './readable.ts';

/**
 * Who stands in front of a point of no return.
 *
 * - `approval`: somebody is asked
 * - `nobody`: the text lets it pass, or it is a clean-up that needs nobody's word
 * - `missing`: nobody is asked and nobody says why, so a live run is refused
 */
export type Guard = 'approval' | 'nobody' | 'missing';

/** A place of the text that decides over something that cannot be taken back. */
export interface FinalPlace {
  readonly at: SourceRange;
  readonly guard: Guard;
  /** What happens and why there is no way back, in sentences. */
  readonly why: string;
}

/** Where a runbook decides over points of no return, wherever the text stands; each place once. Pure. */
export function finalPlaces(runbook: Runbook): readonly FinalPlace[] {
  return [...stagePlaces(runbook), ...deletions(runbook), ...cleanUps(runbook)];
}

/** A stage of a wave that is final, and what guards it. */
interface Passage {
  readonly stage: Stage;
  readonly wave: Wave;
}

function stagePlaces(runbook: Runbook): readonly FinalPlace[] {
  const asked = new Map<SourceRange, Passage[]>();
  const waved = new Map<SourceRange, Passage[]>();
  const missing = new Map<SourceRange, Passage[]>();
  for (const stage of finalStages(runbook.architecture.value, 'whole'))
    for (const wave of runbook.waves) {
      const places = placesOfGuard(runbook, wave, stage);
      for (const at of places.approvals) note(asked, at, { stage, wave });
      if (places.approvals.length > 0) continue;
      for (const at of places.words) note(waved, at, { stage, wave });
      if (places.words.length === 0) note(missing, wave.at, { stage, wave });
    }
  return [
    ...[...asked].map(([at, of]) => placed(at, 'approval', of, 'waits for an approval here')),
    ...[...waved].map(([at, of]) => placed(at, 'nobody', of, 'passes here without anybody’s approval')),
    ...[...missing].map(([at, of]) =>
      placed(
        at,
        'missing',
        of,
        'has neither an `approve` nor a `without-approval` in front of it, so a live run is refused',
      ),
    ),
  ];
}

function placesOfGuard({ moments }: Runbook, wave: Wave, stage: Stage) {
  const own = [...moments, ...wave.moments].filter((moment) => moment.when === 'before' && moment.stage === stage);
  const places = (kind: MomentItem['kind']) =>
    own.flatMap(({ items }) => items.filter((item) => item.kind === kind).map(({ at }) => at));
  return { approvals: places('approve'), words: places('without-approval') };
}

function note(places: Map<SourceRange, Passage[]>, at: SourceRange, passage: Passage): void {
  const known = places.get(at);
  if (known === undefined) places.set(at, [passage]);
  else known.push(passage);
}

function placed(at: SourceRange, guard: Guard, passages: readonly Passage[], how: string): FinalPlace {
  const stages = [...Map.groupBy(passages, ({ stage }) => stage)];
  const sentences = stages.map(([stage, of]) => {
    const waves = of.map(({ wave }) => wave);
    const names = readableList(waves.map(({ name }) => `'${name}'`));
    return `Point of no return: ${stage} of ${names} ${how}. ${whyFinal(stage, waves)}`;
  });
  return { at, guard, why: sentences.join('\n') };
}

function whyFinal(stage: Stage, waves: readonly Wave[]): string {
  if (stage === 'commit') return commitIsFinal;
  if (stage === 'failover') return classicFailoverIsFinal;
  const overwrites = waves.some(({ machines }) => machines.some(({ value }) => value.location.value === 'original'));
  return reprotectIsFinal(overwrites ? 'original' : 'alternate');
}

/** One setting may speak for many machines: in a group, or in the defaults. */
function deletions(runbook: Runbook): readonly FinalPlace[] {
  const deleting = runbook.machines.flatMap(({ name, deleteOld }) =>
    deleteOld?.value === true ? [{ name, at: deleteOld.at }] : [],
  );
  const byPlace = Map.groupBy(deleting, ({ at }) => `${at.uri} ${at.start.line}:${at.start.character}`);
  return [...byPlace.values()].flatMap((machines) => {
    const [first] = machines;
    if (first === undefined) return [];
    const names = machines.map(({ name }) => name);
    const why = `Point of no return: the old machine of ${readableList(names)} is deleted before reprotect. ${deletionIsFinal}`;
    return [{ at: first.at, guard: guardOfReprotect(runbook, new Set(names)), why }];
  });
}

/** A deletion waits for what reprotect waits for; of several machines the one with the least in front of it counts. */
function guardOfReprotect(runbook: Runbook, names: ReadonlySet<string>): Guard {
  const waves = runbook.waves.filter(({ machines }) => machines.some(({ value }) => names.has(value.name)));
  const guards = waves.map((wave) => placesOfGuard(runbook, wave, 'reprotect'));
  if (guards.some(({ approvals, words }) => approvals.length + words.length === 0)) return 'missing';
  return guards.every(({ approvals }) => approvals.length > 0) ? 'approval' : 'nobody';
}

function cleanUps({ afterAll, processServers, architecture }: Runbook): readonly FinalPlace[] {
  const leftovers = afterAll.flatMap(({ at, removeLeftovers }) => {
    const kinds = removeLeftovers.map(({ value }) => value.replace('-', ' ')).join(' and ');
    const why = `Point of no return: ${kinds} left in Azure are removed after all. ${cleanUpIsFinal}`;
    return removeLeftovers.length === 0 ? [] : [{ at: removeLeftovers[0]?.at ?? at, guard: 'nobody' as const, why }];
  });
  const servers = architecture.value === 'classic' ? processServers : [];
  const removals = servers.flatMap(({ name, where, remove }) => {
    if (where.value !== 'azure' || remove?.value !== 'after-failback') return [];
    const why = `Point of no return: the process server '${name}' is removed from Azure when its machines are home. ${cleanUpIsFinal}`;
    return [{ at: remove.at, guard: 'nobody' as const, why }];
  });
  return [...leftovers, ...removals];
}
