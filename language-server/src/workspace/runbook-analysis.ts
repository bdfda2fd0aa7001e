import type { LangiumDocument } from 'langium';
import { type World, worldOf } from '../../../core/inventory/world.ts';
import type { Assessment } from '../../../core/rules/assessment.ts';
import { KeptAssessment } from '../../../core/rules/kept-assessment.ts';
import type { Rule } from '../../../core/rules/rule.ts';
import type { FailbackServices } from '../failback-module.ts';
import { type File, isRunbook } from '../generated/ast.ts';
import { KeptLowering } from '../lower/kept-lowering.ts';
import type { Lowered } from '../lower.ts';
import { withImports } from '../names/imported-files.ts';
import type { Claims } from './claims.ts';
import type { FileDocuments } from './file-documents.ts';
import { inSlices } from './in-slices.ts';
import type { Inventories, ReadInventory } from './inventories.ts';

/** What is known of one runbook or site file, as it stands in the editor. */
export interface Analysis {
  readonly lowered: Lowered;
  /** Undefined when the runbook names none. */
  readonly inventory: ReadInventory | undefined;
  readonly world: World | undefined;
  /** How the rules judge it; it lives on from edit to edit. Undefined for site files, and when the catalogue broke down. */
  readonly standing: KeptAssessment | undefined;
  /** All that `standing` holds, written out; for whoever asks once. */
  readonly assessment: Assessment | undefined;
  readonly breakdown: Error | undefined;
}

/** A run of at most so many machines is judged whole after each edit: it takes no longer than the rest of the work. */
const SMALL = 50;
/** Facts age, so what was judged longer ago is looked at again, in milliseconds. */
const LASTS = 60_000;

interface Kept {
  basis: readonly unknown[];
  at: Date;
  analysis: Analysis;
}

/** Lowers and judges, and does again only what a change of the texts, the inventory or the time can have changed. */
export class RunbookAnalysis {
  readonly #documents: FileDocuments;
  readonly #services: FailbackServices;
  readonly #inventories: Inventories;
  readonly #claims: Claims;
  readonly #now: () => Date;
  readonly #rules: readonly Rule[] | undefined;
  readonly #kept = new Map<string, Kept>();
  readonly #lowerings = new Map<string, KeptLowering>();

  /** Without `rules`, by the catalogue. */
  constructor(
    services: FailbackServices,
    inventories: Inventories,
    claims: Claims,
    now: () => Date,
    rules?: readonly Rule[],
  ) {
    this.#services = services;
    this.#documents = services.shared.workspace.LangiumDocuments as FileDocuments;
    this.#inventories = inventories;
    this.#claims = claims;
    this.#now = now;
    this.#rules = rules;
  }

  /** The file itself, and each runbook of the workspace that imports it: all of them may have something to say about it. */
  entriesFor(document: LangiumDocument): LangiumDocument[] {
    const importers = this.#documents
      .importersOf(document)
      .filter((one) => (one.parseResult.value as File).blocks.some(isRunbook));
    return [document, ...importers];
  }

  /** All that there is to say, judged to the end, with chances for others in between. */
  async of(document: LangiumDocument): Promise<Analysis> {
    await this.whenRead(document);
    const analysis = await this.atOnce(document);
    await inSlices(this.settling(document));
    return analysis.standing?.settled === false ? this.of(document) : (this.latest(document) ?? analysis);
  }

  /**
   * What can be said at once: all of the text, and of a large run the machines that changed. Waits for nothing but an
   * inventory that was never read, and not for one that is large.
   */
  atOnce(document: LangiumDocument): Analysis | Promise<Analysis> {
    const files = withImports(document, this.#documents);
    const texts = files.flatMap((file) => [file.parseResult.value, file.textDocument]);
    const kept = this.#kept.get(document.uri.toString());
    const isSameText = kept !== undefined && startsWith(kept.basis, texts) && kept.basis.length === texts.length + 1;
    let lowered: Lowered;
    try {
      lowered = isSameText ? kept.analysis.lowered : this.#lower(document, files);
    } catch (thrown) {
      return this.#brokenDown(document, texts, thrown);
    }
    const inventory = this.#inventoryOf(document, lowered);
    if (inventory instanceof Promise)
      return inventory.then((read) => this.#analysed(document, lowered, read, [...texts, read]));
    return this.#analysed(document, lowered, inventory, [...texts, inventory]);
  }

  /** Until the inventory of a runbook was read, however large it is. */
  async whenRead(document: LangiumDocument): Promise<void> {
    const { lowered, inventory } = await this.atOnce(document);
    const path = lowered.runbook?.inventory?.value;
    if (inventory?.kind !== 'being-read' || path === undefined) return;
    await this.#inventories.at(this.#inventories.placeOf(document.uri, path), path);
  }

  /** The last analysis of a file, for features that must not wait. */
  latest(document: LangiumDocument): Analysis | undefined {
    return this.#kept.get(document.uri.toString())?.analysis;
  }

  /** So long, in milliseconds, what was judged stands if nobody types; undefined where time changes nothing. */
  lastsFor(document: LangiumDocument): number | undefined {
    const until = this.latest(document)?.standing?.until;
    return until === undefined || until === Number.POSITIVE_INFINITY ? undefined : until - this.#now().getTime();
  }

  /** Judges what `atOnce` left, step by step; ends at the next change. A breakdown ends it too, and is told. */
  *settling(document: LangiumDocument): Generator<void, void> {
    const kept = this.#kept.get(document.uri.toString());
    if (kept?.analysis.standing === undefined) return;
    try {
      yield* kept.analysis.standing.settle();
    } catch (thrown) {
      kept.analysis = { ...kept.analysis, standing: undefined, assessment: undefined, breakdown: asError(thrown) };
    }
  }

  /** Called when a file is gone. */
  forget(uri: string): void {
    this.#kept.delete(uri);
    this.#lowerings.delete(uri);
    this.#claims.drop(uri);
  }

  #inventoryOf(document: LangiumDocument, { runbook }: Lowered): ReadInventory | Promise<ReadInventory> | undefined {
    const path = runbook?.inventory?.value;
    if (path === undefined) return undefined;
    const place = this.#inventories.placeOf(document.uri, path);
    return this.#inventories.known(place) ?? this.#inventories.unlessLarge(place, path);
  }

  #lower(document: LangiumDocument, files: readonly LangiumDocument<File>[]): Lowered {
    const key = document.uri.toString();
    const lowering =
      this.#lowerings.get(key) ??
      new KeptLowering({
        comments: this.#services.documentation.CommentProvider,
        namesVisibleFrom: (file) => this.#services.references.ScopeProvider.namesVisibleFrom(file),
      });
    this.#lowerings.set(key, lowering);
    return lowering.lower(files);
  }

  /** Nothing is known of a text that could not be lowered; the next edit tries again. */
  #brokenDown(document: LangiumDocument, texts: readonly unknown[], thrown: unknown): Analysis {
    this.#claims.drop(document.uri.toString());
    const analysis = {
      lowered: { runbook: undefined, problems: [] },
      inventory: undefined,
      world: undefined,
      standing: undefined,
      assessment: undefined,
      breakdown: asError(thrown),
    };
    this.#kept.set(document.uri.toString(), { basis: texts, at: this.#now(), analysis });
    return analysis;
  }

  #analysed(
    document: LangiumDocument,
    lowered: Lowered,
    read: ReadInventory | undefined,
    basis: readonly unknown[],
  ): Analysis {
    const key = document.uri.toString();
    const now = this.#now();
    const kept = this.#kept.get(key);
    const isSame = kept !== undefined && kept.basis.length === basis.length && startsWith(kept.basis, basis);
    const isFresh = isSame && Math.abs(now.getTime() - kept.at.getTime()) < LASTS;
    if (isFresh && now.getTime() <= (kept.analysis.standing?.until ?? Number.POSITIVE_INFINITY)) return kept.analysis;
    this.#claims.put(key, lowered.runbook);
    const analysis = judged(lowered, read, now, kept?.analysis.standing, this.#rules);
    this.#kept.set(key, { basis, at: now, analysis });
    return analysis;
  }
}

function judged(
  lowered: Lowered,
  read: ReadInventory | undefined,
  now: Date,
  last: KeptAssessment | undefined,
  rules: readonly Rule[] | undefined,
): Analysis {
  const inventory = read?.kind === 'read' ? read.inventory : undefined;
  const base = { lowered, inventory: read, world: inventory && worldOf(inventory), breakdown: undefined };
  const { runbook } = lowered;
  // Without its inventory nothing would be known of the run, which is worse than what was known last.
  if (read?.kind === 'being-read') return { ...base, standing: last, assessment: undefined };
  if (runbook === undefined) return { ...base, standing: undefined, assessment: undefined };
  try {
    const standing = last ?? new KeptAssessment(rules);
    standing.update({ runbook, inventory, now });
    if (runbook.machines.length <= SMALL) for (const _ of standing.settle());
    return {
      ...base,
      standing,
      get assessment() {
        return standing.assessment();
      },
    };
  } catch (thrown) {
    return { ...base, standing: undefined, assessment: undefined, breakdown: asError(thrown) };
  }
}

function startsWith(basis: readonly unknown[], parts: readonly unknown[]): boolean {
  return parts.every((part, index) => basis[index] === part);
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
