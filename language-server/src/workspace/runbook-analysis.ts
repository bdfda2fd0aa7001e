import type { LangiumDocument, LangiumDocuments } from 'langium';
import { type World, worldOf } from '../../../core/inventory/world.ts';
import { assess } from '../../../core/rules/assess.ts';
import type { Assessment } from '../../../core/rules/assessment.ts';
import type { FailbackServices } from '../failback-module.ts';
import { type File, isRunbook } from '../generated/ast.ts';
import { type Lowered, lower } from '../lower.ts';
import { withImports } from '../names/imported-files.ts';
import type { Inventories, ReadInventory } from './inventories.ts';

/** What is known of one runbook or site file, as it stands in the editor. */
export interface Analysis {
  readonly lowered: Lowered;
  /** Undefined when the runbook names none. */
  readonly inventory: ReadInventory | undefined;
  readonly world: World | undefined;
  /** Undefined for site files, and when the catalogue broke down. */
  readonly assessment: Assessment | undefined;
  readonly breakdown: Error | undefined;
}

/** Lowers and assesses, once for each state of the texts and the inventory. */
export class RunbookAnalysis {
  readonly #documents: LangiumDocuments;
  readonly #services: FailbackServices;
  readonly #inventories: Inventories;
  readonly #now: () => Date;
  readonly #done = new Map<string, { readonly basis: readonly unknown[]; readonly analysis: Analysis }>();

  constructor(services: FailbackServices, inventories: Inventories, now: () => Date) {
    this.#services = services;
    this.#documents = services.shared.workspace.LangiumDocuments;
    this.#inventories = inventories;
    this.#now = now;
  }

  /** The file itself, and each runbook of the workspace that imports it: all of them may have something to say about it. */
  entriesFor(document: LangiumDocument): LangiumDocument[] {
    const importers = this.#documents.all.filter(
      (one) =>
        one !== document &&
        (one.parseResult.value as File).blocks.some(isRunbook) &&
        withImports(one, this.#documents).some((file) => file === document),
    );
    return [document, ...importers];
  }

  async of(document: LangiumDocument): Promise<Analysis> {
    const files = withImports(document, this.#documents);
    // A file keeps its tree while it is edited; what was read of it is a new object each time.
    const trees = files.map((file) => file.parseResult);
    const key = document.uri.toString();
    const done = this.#done.get(key);
    const lowered = sameBasis(done?.basis, trees) && done !== undefined ? done.analysis.lowered : this.#lower(files);
    const path = lowered.runbook?.inventory?.value;
    const inventory =
      path === undefined ? undefined : await this.#inventories.at(this.#inventories.placeOf(document.uri, path), path);
    const basis = [...trees, inventory];
    if (done !== undefined && basis.every((part, index) => done.basis[index] === part)) return done.analysis;
    const analysis = this.#assess(lowered, inventory);
    this.#done.set(key, { basis, analysis });
    return analysis;
  }

  /** The last analysis of a file, for features that must not wait. */
  latest(document: LangiumDocument): Analysis | undefined {
    return this.#done.get(document.uri.toString())?.analysis;
  }

  #lower(files: readonly LangiumDocument<File>[]): Lowered {
    return lower(files, {
      comments: this.#services.documentation.CommentProvider,
      namesVisibleFrom: (document) => this.#services.references.ScopeProvider.namesVisibleFrom(document),
    });
  }

  #assess(lowered: Lowered, read: ReadInventory | undefined): Analysis {
    const inventory = read?.kind === 'read' ? read.inventory : undefined;
    const world = inventory && worldOf(inventory);
    const base = { lowered, inventory: read, world };
    if (lowered.runbook === undefined) return { ...base, assessment: undefined, breakdown: undefined };
    try {
      const assessment = assess({ runbook: lowered.runbook, inventory, now: this.#now() });
      return { ...base, assessment, breakdown: undefined };
    } catch (thrown) {
      const breakdown = thrown instanceof Error ? thrown : new Error(String(thrown));
      return { ...base, assessment: undefined, breakdown };
    }
  }
}

function sameBasis(basis: readonly unknown[] | undefined, trees: readonly unknown[]): boolean {
  return (
    basis !== undefined && basis.length === trees.length + 1 && trees.every((tree, index) => basis[index] === tree)
  );
}
