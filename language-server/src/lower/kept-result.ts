import type { Architecture, Machine, Runbook, Wave } from '../../../core/runbook/runbook.ts';
import { compareStarts, type Located } from '../../../core/runbook/source.ts';
import { checkWaves } from '../check/check-waves.ts';
import type { Agenda } from './agenda.ts';
import { PHASES } from './block-kinds.ts';
import { exchanged } from './exchanged.ts';
import type { KeptBlock } from './kept-block.ts';
import type { KeptFile } from './kept-file.ts';
import type { RunbookHead } from './lower-runbook-block.ts';
import { ProblemList } from './problem-list.ts';
import type { TextProblem } from './text-problem.ts';
import type { ValueChanges } from './value-changes.ts';

/** What a text means, as far as it means anything. */
export interface Lowered {
  /** Undefined for a site file: one without a `runbook` block. */
  readonly runbook: Runbook | undefined;
  readonly problems: readonly TextProblem[];
}

/** The lists of a runbook, and the types of blocks that they are made of. */
const LISTS = {
  machines: ['Vm', 'VmGroup'],
  apps: ['App'],
  waves: ['Wave'],
  consistencyGroups: ['ConsistencyGroup'],
  afterAll: ['AfterAll'],
  vaults: ['Vault'],
  people: ['Person'],
  trafficProfiles: ['TrafficProfile'],
  vcenters: ['VCenter'],
  configurationServers: ['ConfigurationServer'],
  processServers: ['ProcessServer'],
  connections: ['Connection'],
  datastores: ['Datastore'],
  hosts: ['Host'],
  appliances: ['Appliance'],
  masterTargets: ['MasterTarget'],
} as const satisfies Partial<Record<keyof Runbook, readonly string[]>>;

type List = keyof typeof LISTS;

const ALL = Object.keys(LISTS) as readonly List[];

interface Head {
  readonly head: KeptBlock | undefined;
  readonly architecture: Located<Architecture> | undefined;
}

/** The runbook and the problems, put together from the blocks; what did not change is not put together again. */
export class KeptResult {
  readonly #lists = new Map<List, readonly unknown[]>();
  #last: Lowered | undefined;
  #waveProblems: readonly TextProblem[] = [];
  /** What the order of waves rests on. */
  #wavesChecked: readonly unknown[] = [];

  of(files: readonly KeptFile[], { head, architecture }: Head, changes: ValueChanges, agenda: Agenda): Lowered {
    for (const list of ALL) this.#put(list, files, changes);
    const said = head?.value as RunbookHead | undefined;
    const runbook = said === undefined || architecture === undefined ? undefined : this.#runbook(said, architecture);
    const isAnotherOrder = this.#checkWaves(runbook?.waves ?? []);
    const isTold = this.#last !== undefined && !agenda.problemsChanged && !isAnotherOrder;
    const problems = isTold ? (this.#last?.problems ?? []) : this.#problems(files);
    if (this.#last?.runbook !== runbook || this.#last?.problems !== problems) this.#last = { runbook, problems };
    return this.#last;
  }

  #put(list: List, files: readonly KeptFile[], changes: ValueChanges): void {
    const types: readonly string[] = LISTS[list];
    const before = this.#lists.get(list);
    const exchanges = changes.in(types);
    const patched = before === undefined || exchanges === undefined ? undefined : exchanged(before, exchanges);
    if (patched !== undefined) {
      this.#lists.set(list, patched);
      return;
    }
    const values = list === 'machines' ? machinesIn(files) : valuesIn(files, types[0] ?? '');
    if (before === undefined || !areSame(before, values)) this.#lists.set(list, values);
  }

  #runbook(said: RunbookHead, architecture: Located<Architecture>): Runbook {
    const { name, at, documentation, ...rest } = said;
    const lists = Object.fromEntries(this.#lists) as unknown as Pick<Runbook, List>;
    const runbook: Runbook = { name, at, documentation, architecture, ...rest, ...lists };
    const before = this.#last?.runbook;
    const keys = Object.keys(runbook) as (keyof Runbook)[];
    return before !== undefined && keys.every((key) => before[key] === runbook[key]) ? before : runbook;
  }

  #checkWaves(waves: readonly Wave[]): boolean {
    const basis = waves.flatMap(({ at, after }) => [at, after]);
    if (areSame(this.#wavesChecked, basis)) return false;
    this.#wavesChecked = basis;
    const problems = new ProblemList();
    checkWaves(waves, problems);
    const isSilent = problems.found.length + this.#waveProblems.length === 0;
    this.#waveProblems = problems.found;
    return !isSilent;
  }

  /** By file, the entry first, and by place. Each file's come nearly in order, so sorting is one walk along them. */
  #problems(files: readonly KeptFile[]): readonly TextProblem[] {
    return files.flatMap((file) => {
      const problems: TextProblem[] = [];
      file.addProblemsTo(problems);
      if (file.isEntry) problems.push(...this.#waveProblems);
      return problems.sort((one, other) => compareStarts(one.at, other.at));
    });
  }
}

function machinesIn(files: readonly KeptFile[]): readonly Machine[] {
  const machines: Machine[] = [];
  for (const { blocks } of files)
    for (const block of blocks) {
      if (block.phase !== PHASES.machines) continue;
      for (const machine of block.value as readonly Machine[]) machines.push(machine);
    }
  return machines;
}

function valuesIn(files: readonly KeptFile[], type: string): readonly unknown[] {
  return files.flatMap((file) => file.ofType(type).flatMap(({ value }) => value ?? []));
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false;
  return true;
}
