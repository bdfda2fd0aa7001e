import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Machine } from '../../core/runbook/runbook.ts';
import { AnchoredRange } from '../../core/runbook/source.ts';
import { Duplicates } from '../../language-server/src/check/check-duplicates.ts';
import { Clues } from '../../language-server/src/lower/clues.ts';
import { GroupHome } from '../../language-server/src/lower/group-home.ts';
import { KeptMachine } from '../../language-server/src/lower/kept-machine.ts';
import { MachineList } from '../../language-server/src/lower/machine-list.ts';
import { Reads } from '../../language-server/src/lower/reads.ts';
import { readCaretFixture } from '../support/caret-fixture.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { SEED } from '../support/seed.ts';
import { Comparison } from './kept-lowering/compare.ts';
import { changesOf, FILES, type Step, steps } from './pieces/edits.ts';
import { EVERY_GROUP, GROUPS } from './pieces/long-groups.ts';
import { Workspace } from './pieces/workspace.ts';

/** Building a parser takes longer than reading files, so there is one. */
const workspace = new Workspace();
const inParts = new Workspace(EVERY_GROUP);

type Texts = Readonly<Record<string, string>>;

/** A runbook of each architecture with all that the language has, in a file and what it imports. */
const EVERYTHING = fixtureFiles(import.meta.url, 'lowering', '.failback')
  .filter(({ name }) => name.startsWith('everything'))
  .map(({ name, text }): readonly [string, Texts] => [name, inTwoFiles(readCaretFixture(text, name).files)]);

const WORKSPACES: readonly (readonly [string, Texts])[] = [['three files', FILES], ...EVERYTHING];

/** What happens to names: one is written in the place of another, or with a letter more or less, or a line stands twice. */
interface NameEdit {
  readonly file: number;
  readonly kind: 'other' | 'misspelt' | 'gone' | 'twice' | 'line above' | 'documented';
  readonly at: number;
  readonly from: number;
}

const NAME_EDIT: fc.Arbitrary<NameEdit> = fc.record({
  file: fc.nat(2),
  kind: fc.constantFrom('other', 'other', 'misspelt', 'gone', 'twice', 'line above', 'documented'),
  at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
  from: fc.double({ min: 0, max: 0.9999, noNaN: true }),
});

const SITTING = fc.array(fc.oneof({ weight: 3, arbitrary: NAME_EDIT }, { weight: 1, arbitrary: steps(3, 1) }), {
  minLength: 1,
  maxLength: 14,
});

type Sitting = readonly (NameEdit | readonly Step[])[];

describe('what is kept is what a fresh lowering makes, and the same objects where nothing changed', () => {
  for (const [name, texts] of WORKSPACES)
    for (const seed of [1, 2, SEED]) test(`${name} (seed ${seed})`, () => assertHolds(texts, seed, 25));
  for (const seed of [1, 2, SEED])
    test(`groups that are read part by part (seed ${seed})`, () => assertHolds(GROUPS, seed, 60, { in: inParts }));
});

describe('a fault is caught', () => {
  const plant = <T extends object>(what: string, owner: T, key: keyof T & string, fault: unknown): void => {
    test(what, () => withFault(owner, key, fault, assertCaught));
  };

  const { resolve } = Reads.prototype;
  plant(
    'a reader that is not told',
    Reads.prototype,
    'resolve',
    function (this: Reads, ...[read, names, meaningOf]: Parameters<Reads['resolve']>) {
      const readers = [...read.readers];
      read.readers.clear();
      resolve.call(this, read, names, meaningOf);
      for (const reader of readers) read.readers.add(reader);
    },
  );
  const starts = new WeakMap<AnchoredRange, unknown>();
  const start = Object.getOwnPropertyDescriptor(AnchoredRange.prototype, 'start')?.get;
  plant(
    'a place that is kept while lines come above it',
    AnchoredRange.prototype,
    'start',
    function (this: AnchoredRange) {
      if (!starts.has(this)) starts.set(this, start?.call(this));
      return starts.get(this);
    },
  );
  plant('a name that still counts when it is gone', Duplicates.prototype, 'remove', () => undefined);
  const { settle } = Clues.prototype;
  plant(
    'a hint that was right once',
    Clues.prototype,
    'settle',
    function (this: Clues, ...[reads, names]: Parameters<Clues['settle']>) {
      settle.call(this, reads, names, new Map());
    },
  );
  const tellAll = function (this: Reads, ...[read, names, meaningOf]: Parameters<Reads['resolve']>) {
    resolve.call(this, read, names, meaningOf);
    for (const reader of read.readers) reader.readChanged();
  };
  const { make } = KeptMachine.prototype;
  const madeAnew = function (this: KeptMachine, ...args: Parameters<KeptMachine['make']>): readonly [Machine] {
    const [machine] = make.call(this, ...args);
    return [{ ...machine }];
  };
  const lists = new WeakMap<MachineList, unknown>();
  const machines = Object.getOwnPropertyDescriptor(MachineList.prototype, 'machines')?.get;
  const first = function (this: MachineList) {
    if (!lists.has(this)) lists.set(this, machines?.call(this));
    return lists.get(this);
  };
  test('a list that keeps the machines that a group had', () =>
    withFault(MachineList.prototype, 'machines', first, () => assertCaught(GROUPS, inParts)));
  test('a member that still counts when it is gone', () =>
    withFault(
      Duplicates.prototype,
      'remove',
      () => undefined,
      () => assertCaught(GROUPS, inParts),
    ));
  test('a member whose name stands for something else, and whose group is not told', () =>
    withFault(
      GroupHome.prototype,
      'wait',
      () => undefined,
      () => assertCaught(GROUPS, inParts),
    ));
  test('a machine that is made anew for nothing', () =>
    withFault(Reads.prototype, 'resolve', tellAll, () =>
      withFault(KeptMachine.prototype, 'make', madeAnew, () => assertCaught()),
    ));
});

async function assertCaught(texts: Texts = FILES, where = workspace): Promise<void> {
  const caught = assertHolds(texts, 1, 300, { endOnFailure: true, in: where });
  await assert.rejects(caught, ({ cause }: Error) => cause instanceof assert.AssertionError);
}

async function withFault<T extends object>(
  owner: T,
  key: keyof T & string,
  fault: unknown,
  run: () => Promise<void>,
): Promise<void> {
  const sound = Object.getOwnPropertyDescriptor(owner, key);
  assert.ok(sound !== undefined);
  const put = sound.get === undefined ? { value: fault } : { get: fault as () => unknown };
  Object.defineProperty(owner, key, { ...sound, ...put });
  try {
    await run();
  } finally {
    Object.defineProperty(owner, key, sound);
  }
}

/** Plays sittings of edits, each from the same texts, and compares after each edit. */
async function assertHolds(
  texts: Texts,
  seed: number,
  numRuns: number,
  { endOnFailure = false, in: where = workspace } = {},
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(SITTING, (sitting) => play(texts, sitting, where)),
    { seed, numRuns, endOnFailure, interruptAfterTimeLimit: 10_000 },
  );
}

async function play(texts: Texts, sitting: Sitting, workspace: Workspace): Promise<void> {
  const paths = Object.keys(texts);
  workspace.open(texts);
  const comparison = new Comparison(workspace);
  comparison.check();
  for (const edit of sitting) {
    const [step] = Array.isArray(edit) ? (edit as readonly Step[]) : [undefined];
    const path = paths[(step?.file ?? (edit as NameEdit).file) % paths.length] ?? '';
    const text = workspace.text(path);
    const changes = step === undefined ? [changeOf(text, edit as NameEdit)] : changesOf(text, step.edits);
    await workspace.change(path, changes);
    comparison.check();
  }
}

function changeOf(text: string, { kind, at, from }: NameEdit) {
  const words = [...text.matchAll(/[A-Za-z][\w.-]*/g)];
  const word = words[Math.floor(at * words.length)];
  const start = word?.index ?? 0;
  const written = word?.[0] ?? '';
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = `${text.slice(lineStart).split('\n')[0]}\n`;
  switch (kind) {
    case 'other':
      return replaced(text, start, written.length, words[Math.floor(from * words.length)]?.[0] ?? '');
    case 'misspelt':
      return replaced(text, start, written.length, from < 0.5 ? written.slice(1) : `${written}x`);
    case 'gone':
      return replaced(text, start, written.length, '');
    case 'twice':
      return replaced(text, lineStart, 0, line);
    case 'line above':
      return replaced(text, lineStart, 0, '\n');
    case 'documented':
      return replaced(text, lineStart, 0, '/// Told.\n');
  }
}

function replaced(text: string, offset: number, length: number, written: string) {
  return { range: { start: positionAt(text, offset), end: positionAt(text, offset + length) }, text: written };
}

function positionAt(text: string, offset: number) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** The machines and waves in one file, the site in another that it imports. */
function inTwoFiles(files: ReadonlyMap<string, string>): Texts {
  const [text = ''] = files.values();
  const blocks = text.split(/\n(?=\S)/);
  const isOfRunbook = (block: string) =>
    /^(\/\/.*\n)*(runbook|defaults|vm|vms|wave|app|after-all|import|consistency)/.test(block);
  return {
    'entry.failback': ['import "./site.failback"', ...blocks.filter(isOfRunbook)].join('\n'),
    'site.failback': blocks.filter((block) => !isOfRunbook(block)).join('\n'),
  };
}
