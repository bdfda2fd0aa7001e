import fc from 'fast-check';
import type { RuleContext } from '../../core/rules/verdict.ts';
import type { Acceptance, Machine, Runbook } from '../../core/runbook/runbook.ts';

/** One change of a run, as a person at the keyboard, a capture or the clock makes it. */
export type Edit = (context: RuleContext) => RuleContext;

const at = { uri: 'file:///edit.failback', start: { line: 900, character: 2 }, end: { line: 900, character: 9 } };
const HOUR = 3_600_000;

const place = fc.nat(50);

/** Changes that keep every object they do not touch, as the editor does. */
export const arbitraryEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(place, fc.nat(6)).map(([which, how]) => changeMachine(which, how)) },
  { weight: 2, arbitrary: place.map(removeMachine) },
  { weight: 2, arbitrary: fc.tuple(place, place).map(([from, to]) => copyMachine(from, to)) },
  { weight: 1, arbitrary: fc.tuple(place, place).map(([from, to]) => moveMachine(from, to)) },
  { weight: 2, arbitrary: place.map(changeWave) },
  { weight: 1, arbitrary: fc.constant(withRunbook((runbook) => ({ ...runbook, apps: [], consistencyGroups: [] }))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('vault', 'hosts', 'datastores', 'masterTargets', 'appliances').map(changeSite),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('FB002', 'FB008', 'FB010', 'FB017', 'FB064', 'FB900', 'fb118'),
        fc.boolean(),
        fc.nat(3),
        place,
      )
      .map(([rule, accept, until, which]) => state(rule, accept, until, which)),
  },
  { weight: 1, arbitrary: fc.constant(withRunbook((runbook) => ({ ...runbook, accepted: [], attested: [] }))) },
  { weight: 3, arbitrary: fc.constantFrom(0.02, 1, 5, 30, 200, 900, -3).map((hours) => later(hours)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('items', 'siteMachines', 'azureVms', 'hosts', 'appliances').map(dropSection),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Edit>((context) => ({
      ...context,
      inventory: context.inventory && { ...context.inventory },
    })),
  },
);

function withRunbook(change: (runbook: Runbook) => Runbook): Edit {
  return (context) => ({ ...context, runbook: change(context.runbook) });
}

function changeMachine(which: number, how: number): Edit {
  return withRunbook((runbook) => {
    const old = runbook.machines[which % runbook.machines.length];
    if (old === undefined) return runbook;
    const word = { at };
    const settings: readonly Partial<Machine>[] = [
      { datastore: undefined },
      { location: { ...word, value: old.location.value === 'original' ? 'alternate' : 'original' } },
      { via: undefined },
      { recoveryPoint: { ...word, value: { kind: 'custom', id: 'point-1' } } },
      { known: [{ key: 'snapshots', value: 2, at }] },
      { source: { ...word, value: 'physical' } },
      { deleteOld: { ...word, value: true }, os: { ...word, value: { family: 'windows', version: '2019' } } },
    ];
    return exchanged(runbook, old, { ...old, ...settings[how] });
  });
}

/** Whatever names the machine names the new one; the rest stays as it is. */
export function exchanged(runbook: Runbook, old: Machine, changed: Machine): Runbook {
  const renew = <T extends { readonly machines: Acceptance['machines'] }>(each: T): T =>
    each.machines.some(({ value }) => value === old)
      ? {
          ...each,
          machines: each.machines.map((named) => (named.value === old ? { ...named, value: changed } : named)),
        }
      : each;
  return {
    ...runbook,
    machines: runbook.machines.map((machine) => (machine === old ? changed : machine)),
    waves: runbook.waves.map(renew),
    apps: runbook.apps.map(renew),
    consistencyGroups: runbook.consistencyGroups.map(renew),
    accepted: runbook.accepted.map(renew),
    attested: runbook.attested.map(renew),
  };
}

function removeMachine(which: number): Edit {
  return withRunbook((runbook) => {
    const old = runbook.machines[which % runbook.machines.length];
    const without = <T extends { readonly machines: Acceptance['machines'] }>(each: T): T =>
      each.machines.some(({ value }) => value === old)
        ? { ...each, machines: each.machines.filter(({ value }) => value !== old) }
        : each;
    return {
      ...runbook,
      machines: runbook.machines.filter((machine) => machine !== old),
      waves: runbook.waves.map(without),
      apps: runbook.apps.map(without),
      consistencyGroups: runbook.consistencyGroups.map(without),
    };
  });
}

function copyMachine(from: number, to: number): Edit {
  return withRunbook((runbook) => {
    const old = runbook.machines[from % runbook.machines.length];
    if (old === undefined) return runbook;
    const name = to % 5 === 0 ? old.name : `${old.name}-${to}`;
    return {
      ...runbook,
      machines: runbook.machines.toSpliced(to % (runbook.machines.length + 1), 0, { ...old, name }),
    };
  });
}

function moveMachine(from: number, to: number): Edit {
  return withRunbook((runbook) => {
    const old = runbook.machines[from % runbook.machines.length];
    if (old === undefined) return runbook;
    const left = runbook.machines.filter((machine) => machine !== old);
    return { ...runbook, machines: left.toSpliced(to % (left.length + 1), 0, old) };
  });
}

function changeWave(which: number): Edit {
  return withRunbook((runbook) => ({
    ...runbook,
    waves: runbook.waves.map((wave, index) =>
      index === which % runbook.waves.length
        ? { ...wave, moments: [], machines: wave.machines.slice(which % 2) }
        : wave,
    ),
  }));
}

function changeSite(part: 'vault' | 'hosts' | 'datastores' | 'masterTargets' | 'appliances'): Edit {
  return withRunbook((runbook) =>
    part === 'vault'
      ? { ...runbook, vault: undefined }
      : { ...runbook, [part]: runbook[part].map((each, index) => (index === 0 ? { ...each, known: [] } : each)) },
  );
}

function state(rule: string, accept: boolean, until: number, which: number): Edit {
  return (context) => {
    const { runbook, now } = context;
    const person = runbook.people[0] ?? {
      name: 'dana',
      at,
      documentation: undefined,
      fullName: undefined,
      email: undefined,
    };
    const machine = runbook.machines[which];
    const statement: Acceptance = {
      at,
      rule: { value: rule, at },
      because: 'somebody looked',
      by: until === 3 ? undefined : { value: person, at },
      until: until === 0 ? undefined : { value: new Date(now.getTime() + (until - 1) * 24 * HOUR).toISOString(), at },
      machines: machine === undefined ? [] : [{ value: machine, at }],
    };
    return {
      ...context,
      runbook: accept
        ? { ...runbook, accepted: [...runbook.accepted, statement] }
        : { ...runbook, attested: [...runbook.attested, statement] },
    };
  };
}

function later(hours: number): Edit {
  return (context) => ({ ...context, now: new Date(context.now.getTime() + hours * HOUR) });
}

function dropSection(name: 'items' | 'siteMachines' | 'azureVms' | 'hosts' | 'appliances'): Edit {
  return (context) => {
    if (context.inventory === undefined) return context;
    const { [name]: _, ...rest } = context.inventory;
    return { ...context, inventory: rest };
  };
}
