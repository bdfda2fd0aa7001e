import { armName } from '../inventory/world.ts';
import type { PlannedMachine } from '../plan/plan.ts';
import { readableList } from '../plan/readable.ts';
import { type Change, placesOf, type Risk } from './change.ts';
import type { MachinePair, Sides } from './side.ts';

/** What the captured facts decide of a machine where the text leaves it open. */
interface Aspect {
  readonly what: string;
  readonly risk: Risk;
  of(machine: PlannedMachine): string | null;
  /** Then the text has said it, and it is told there. */
  saidOtherwise?(pair: MachinePair): boolean;
}

const ASPECTS: readonly Aspect[] = [
  { what: 'The protected item that is moved', risk: 'grave', of: ({ itemId }) => itemId },
  { what: 'The machine in Azure that is shut down and deleted', risk: 'grave', of: ({ azureVmId }) => azureVmId },
  {
    what: 'The datastore that the facts choose',
    risk: 'serious',
    of: ({ datastore }) => datastore,
    saidOtherwise: ({ before, after }) => before.datastore !== undefined || after.datastore !== undefined,
  },
  {
    what: 'The way home that the facts choose',
    risk: 'serious',
    of: ({ via }) => via,
    saidOtherwise: ({ before, after }) => before.via !== undefined || after.via !== undefined,
  },
];

/** What follows otherwise because another world was captured, though the text may say the same. */
export function changedFacts({ machines, before, after }: Sides): Change[] {
  const old = new Map(before.plan.machines.map((machine) => [machine.name.toLowerCase(), machine]));
  const now = new Map(after.plan.machines.map((machine) => [machine.name.toLowerCase(), machine]));
  return ASPECTS.flatMap(({ what, risk, of, saidOtherwise }) => {
    const moved = machines.flatMap((pair) => {
      const was = old.get(pair.before.name.toLowerCase());
      const is = now.get(pair.after.name.toLowerCase());
      if (was === undefined || is === undefined || saidOtherwise?.(pair) === true) return [];
      return same(of(was), of(is)) ? [] : [{ pair, was: of(was), is: of(is) }];
    });
    const [first] = moved;
    if (first === undefined) return [];
    const names = moved.map(({ pair }) => pair.after.name);
    const example = `${quoted(first.was)} and is ${quoted(first.is)}`;
    return [
      {
        risk: first.was === null || first.is === null ? 'notable' : risk,
        kind: 'way',
        subjects: names,
        says: `${what} for ${readableList(names)} was ${example}${names.length === 1 ? '' : ', and so on'}.`,
        means: 'The text does not say so; the captured facts do.',
        ...placesOf(moved.map(({ pair }) => pair.after.at)),
      },
    ];
  });
}

function same(one: string | null, other: string | null): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}

function quoted(value: string | null): string {
  return value === null ? 'not known' : `'${armName(value)}'`;
}
