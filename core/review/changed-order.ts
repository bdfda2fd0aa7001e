import { readableDuration, readableList, readableMoment } from '../plan/readable.ts';
import type { Runbook, Wave } from '../runbook/runbook.ts';
import type { Change, ChangeKind, Risk } from './change.ts';
import type { Sides } from './side.ts';

/** What one wave says of its place and its pace, and how people read it. */
interface Aspect {
  readonly risk: Risk;
  readonly kind: ChangeKind;
  of(wave: Wave, runbook: Runbook): string;
  says(name: string, was: string, is: string): string;
}

const ASPECTS: readonly Aspect[] = [
  {
    risk: 'notable',
    kind: 'order',
    of: ({ window }) =>
      window === undefined
        ? 'at any time'
        : `from ${readableMoment(window.value.from)} for ${readableDuration(window.value.for)}`,
    says: (name, was, is) => `Wave '${name}' was to cut over ${was} and is to ${is}.`,
  },
  {
    risk: 'notable',
    kind: 'pace',
    of: ({ atMost }) => (atMost === undefined ? 'all machines' : `at most ${atMost.value}`),
    says: (name, was, is) => `Wave '${name}' moved ${was} at once and moves ${is} now.`,
  },
  {
    risk: 'serious',
    kind: 'order',
    of: ({ onFailure }) => onFailure?.value ?? 'hold',
    says: (name, was, is) => `When a machine fails, wave '${name}' was to ${was} and is to ${is}.`,
  },
  {
    risk: 'slight',
    kind: 'pace',
    of: ({ objective }, runbook) => {
      const seconds = objective?.value ?? runbook.objective?.value;
      return seconds === undefined ? 'none' : readableDuration(seconds);
    },
    says: (name, was, is) => `The objective of wave '${name}' was ${was} and is ${is}.`,
  },
];

/** Waves that come after others than before, at other times or at another pace. */
export function changedOrder(sides: Sides): Change[] {
  return [...followers(sides), ...paces(sides)];
}

function followers({ before, after, waveBefore }: Sides): Change[] {
  const oldNames = new Map([...waveBefore].map(([wave, old]) => [old.name, wave.name]));
  return [...waveBefore].flatMap(([wave, old]) => {
    // A wave that is gone is told by its machines; what is compared goes by the new names.
    const was = followed(old, before.runbook).map((name) => oldNames.get(name) ?? name);
    const is = followed(wave, after.runbook);
    if (was.toSorted().join('\n') === is.toSorted().join('\n')) return [];
    return [
      {
        risk: 'serious',
        kind: 'order',
        subjects: [wave.name],
        says: `Wave '${wave.name}' came ${behind(was)} and comes ${behind(is)} now.`,
        means: undefined,
        at: wave.after[0]?.at ?? wave.at,
      },
    ];
  });
}

function followed({ after }: Wave, { waves }: Runbook): readonly string[] {
  return after.map(({ value }) => waves.find(({ name }) => name.toLowerCase() === value.toLowerCase())?.name ?? value);
}

function behind(names: readonly string[]): string {
  return names.length === 0 ? 'after none' : `after ${readableList(names.map((name) => `'${name}'`))}`;
}

function paces({ before, after, waveBefore }: Sides): Change[] {
  return [...waveBefore].flatMap(([wave, old]) =>
    ASPECTS.flatMap(({ risk, kind, of, says }) => {
      const was = of(old, before.runbook);
      const is = of(wave, after.runbook);
      if (was === is) return [];
      return [{ risk, kind, subjects: [wave.name], says: says(wave.name, was, is), means: undefined, at: wave.at }];
    }),
  );
}
