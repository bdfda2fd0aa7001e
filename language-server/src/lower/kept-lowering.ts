import type { LangiumDocument } from 'langium';
import type { Architecture } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import { Duplicates } from '../check/check-duplicates.ts';
import type { DocumentationLines } from '../documentation-lines.ts';
import type { File } from '../generated/ast.ts';
import type { Named, NameTable } from '../names/declared-names.ts';
import type { Namespace } from '../names/namespaces.ts';
import { Agenda } from './agenda.ts';
import { EVERY_TYPE, NAMED_IN, PHASES, type Phase } from './block-kinds.ts';
import type { KeptBlock } from './kept-block.ts';
import { type Common, KeptFile } from './kept-file.ts';
import { KeptDefaults } from './kept-group.ts';
import { KeptResult, type Lowered } from './kept-result.ts';
import { lowerArchitecture } from './lower-runbook-block.ts';
import { Lowering } from './lowering.ts';
import { settleBlock } from './settle-block.ts';
import type { MachineContext } from './settle-machines.ts';
import { ValueChanges } from './value-changes.ts';

/** What lowering asks of the language's services. */
export interface LoweringServices {
  readonly comments: DocumentationLines;
  /** The names that a file may use: its own and those of its imports. */
  namesVisibleFrom(document: LangiumDocument): NameTable;
}

/**
 * The runbook of one file and what it imports, kept from one state of the texts to the next.
 *
 * Identity is the contract, in both directions. A block whose node is the same object as last time, and whose names stand
 * for the same objects, is not looked at, and what was made of it is the same object as last time; whoever reads the
 * runbook may keep what it found by object. Which names a block uses is noted before anything is made of it, so nothing
 * can be read that was not noted.
 */
export class KeptLowering {
  readonly #services: LoweringServices;
  #state: State | undefined;

  constructor(services: LoweringServices) {
    this.#services = services;
  }

  /** `files`: the file itself first, then what it imports. */
  lower(files: readonly LangiumDocument<File>[]): Lowered {
    const [entry] = files;
    if (entry === undefined) return { runbook: undefined, problems: [] };
    const uri = entry.uri.toString();
    if (this.#state?.entry !== uri) this.#state = new State(uri, this.#services);
    const state = this.#state;
    // What is half done must not be built upon.
    this.#state = undefined;
    const lowered = state.update(files);
    this.#state = state;
    return lowered;
  }
}

class State {
  readonly entry: string;
  readonly #services: LoweringServices;
  readonly #common: Common = { agenda: new Agenda(), duplicates: new Duplicates(), made: new Map() };
  readonly #files = new Map<string, KeptFile>();
  readonly #result = new KeptResult();
  #order: readonly KeptFile[] = [];
  #head: KeptBlock | undefined;
  #architecture: Located<Architecture> | undefined;

  constructor(entry: string, services: LoweringServices) {
    this.entry = entry;
    this.#services = services;
  }

  update(documents: readonly LangiumDocument<File>[]): Lowered {
    const { agenda } = this.#common;
    const isFirst = this.#order.length === 0;
    const isRelisted = this.#list(documents);
    agenda.isAboutAll = isRelisted;
    const changes = new ValueChanges();
    const types = new Set<string>();
    let areOthersVisible = isRelisted;
    documents.forEach((document, index) => {
      const change = this.#order[index]?.take(document, changes);
      for (const type of change?.types ?? []) types.add(type);
      if (change?.imports === true) areOthersVisible = true;
    });
    agenda.isAboutAll = areOthersVisible;
    // Of names that were never there before, those that are there twice are known already.
    if (areOthersVisible && !isFirst) this.#common.duplicates.touchAll();
    if (areOthersVisible || types.has('Runbook') || types.has('Defaults')) this.#chooseFirsts();
    this.#settle(areOthersVisible, changes);
    this.#common.duplicates.settle();
    for (const file of this.#order)
      file.clues.settle(file.reads, file.names, areOthersVisible ? undefined : agenda.declared);
    for (const one of agenda.takeToCheck()) one.checkNames();
    if (isRelisted) for (const type of EVERY_TYPE) changes.touch(type);
    const lowered = this.#result.of(
      this.#order,
      { head: this.#head, architecture: this.#architecture },
      changes,
      agenda,
    );
    agenda.clear();
    return lowered;
  }

  /** Takes the files in their order. Answers whether they are others than last time. */
  #list(documents: readonly LangiumDocument<File>[]): boolean {
    const before = this.#order;
    this.#order = documents.map((document, order) => {
      const uri = document.uri.toString();
      const names = this.#services.namesVisibleFrom(document);
      const file = this.#files.get(uri) ?? new KeptFile(document, uri === this.entry, names, this.#common);
      this.#files.set(uri, file);
      file.names = names;
      file.order = order;
      return file;
    });
    for (const file of before) {
      if (this.#order.includes(file)) continue;
      file.forget();
      this.#files.delete(file.uri);
    }
    return before.length !== this.#order.length || before.some((file, index) => file !== this.#order[index]);
  }

  /** The first `runbook` of the entry and the first `defaults` of each file count; the others are told. */
  #chooseFirsts(): void {
    const files = new Map(this.#order.map((file) => [file.uri, file]));
    for (const file of this.#order) {
      file.checkImports((uri) => files.get(uri));
      for (const [index, block] of file.ofType('Runbook').entries()) this.#use(block, file.isEntry && index === 0);
      for (const [index, block] of file.ofType('Defaults').entries()) this.#use(block, index === 0);
    }
  }

  #use(block: KeptBlock, isUsed: boolean): void {
    if (block.isUsed === isUsed) return;
    block.isUsed = isUsed;
    block.stale = 'text';
    this.#common.agenda.lower(block);
  }

  /** Lowers what is stale, in the order in which things refer to one another. */
  #settle(all: boolean, changes: ValueChanges): void {
    const { agenda, made } = this.#common;
    this.#resolve(['wave'], all);
    this.#readHead();
    const context: MachineContext = {
      comments: this.#services.comments,
      architecture: this.#architecture?.value ?? 'modernized',
      judgedBy: this.#head === undefined ? undefined : this.#architecture?.value,
      make: (node, value) => {
        if (made.get(node) === value) return;
        made.set(node, value);
        agenda.meaningChanged(node);
      },
    };
    for (const phase of Object.values(PHASES)) {
      for (const block of agenda.takeToLower(phase)) {
        const before = block.value;
        if (settleBlock(block, context)) changes.changed(block, before);
      }
      if (phase === PHASES.defaults) this.#inherit();
      this.#resolve(NAMED_IN[phase as Phase], all);
    }
  }

  /** The architecture decides defaults elsewhere, so it is read before all else. */
  #readHead(): void {
    const head = this.#order[0]?.ofType('Runbook')[0];
    if (head === this.#head) return;
    const before = this.#architecture?.value;
    const hadHead = this.#head !== undefined;
    this.#head = head;
    this.#architecture = undefined;
    if (head !== undefined) {
      const lowering = new Lowering(head, this.#services.comments);
      this.#architecture = lowerArchitecture(lowering, head.node as Parameters<typeof lowerArchitecture>[1]);
      head.tell('head', lowering.problems.found);
    }
    if (hadHead === (head !== undefined) && before === this.#architecture?.value) return;
    for (const file of this.#order)
      for (const block of file.blocks)
        if (block.stale !== 'text' && (block.phase === PHASES.machines || block.phase === PHASES.defaults))
          this.#common.agenda.lower(block);
  }

  #inherit(): void {
    for (const file of this.#order) {
      const [defaults] = file.ofType('Defaults');
      const usual = defaults instanceof KeptDefaults ? defaults.settings.said : undefined;
      if (usual === file.usual) continue;
      file.usual = usual;
      for (const block of file.blocks)
        if (block.stale !== 'text' && block.phase === PHASES.machines) this.#common.agenda.lower(block);
    }
  }

  #resolve(namespaces: readonly Namespace[], all: boolean): void {
    const { agenda, made } = this.#common;
    const meaningOf = (node: Named) => (node.$type === 'Wave' ? node.name : made.get(node));
    for (const namespace of namespaces) {
      const keys = [...agenda.takeChanged(namespace)];
      for (const { reads, names } of this.#order) {
        if (all) for (const read of reads.all(namespace)) reads.resolve(read, names, meaningOf);
        for (const key of keys) {
          const read = reads.find(namespace, key);
          if (read !== undefined) reads.resolve(read, names, meaningOf);
        }
        for (const read of reads.takeFresh(namespace)) reads.resolve(read, names, meaningOf);
      }
    }
  }
}
