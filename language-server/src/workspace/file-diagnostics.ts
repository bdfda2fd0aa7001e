import { type LangiumDocument, URI } from 'langium';
import type { Diagnostic } from 'vscode-languageserver';
import { fromBreakdown } from '../features/diagnostics/draw.ts';
import { diagnosticsFor } from '../features/diagnostics.ts';
import { withImports } from '../names/imported-files.ts';
import type { Claims } from './claims.ts';
import type { FileDocuments } from './file-documents.ts';
import { inSlices } from './in-slices.ts';
import type { Quiet } from './quiet.ts';
import type { Analysis, RunbookAnalysis } from './runbook-analysis.ts';

/** A pause in the typing, in milliseconds, after which rules about the whole run are asked. */
const PAUSE = 150;
/** They wait at least so many times as long as they took the last time, so that they take a small share of the time. */
const SHARE = 3;
/** And no longer than this. */
const LONGEST_PAUSE = 1500;
/** What aged is judged again no more often than this, and looked at no more seldom, in milliseconds. */
const SOONEST = 1000;
const LATEST = 24 * 3_600_000;
/** So many importers of a file, none with more machines, are judged at once. */
const FEW = 4;
const FEW_MACHINES = 50;

/**
 * What is to be shown of each file: at once what an edit can be judged by at once, and once more when the rest is judged
 * too, in the pauses of the typing.
 */
export class FileDiagnostics {
  readonly #documents: FileDocuments;
  readonly #analysis: RunbookAnalysis;
  readonly #claims: Claims;
  readonly #pages: () => string | undefined;
  readonly #quiet: Quiet;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #ageing = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listeners: ((files: readonly LangiumDocument[]) => void)[] = [];
  #lastTook = 0;

  constructor(
    documents: FileDocuments,
    analysis: RunbookAnalysis,
    claims: Claims,
    pages: () => string | undefined,
    quiet: Quiet,
  ) {
    this.#documents = documents;
    this.#analysis = analysis;
    this.#claims = claims;
    this.#pages = pages;
    this.#quiet = quiet;
    claims.onChange((uris) => this.#tell(uris.flatMap((uri) => documents.getDocument(URI.parse(uri)) ?? [])));
  }

  /** Called when more is known of some files than was told at once; their `diagnostics` are renewed. */
  onSettled(listener: (files: readonly LangiumDocument[]) => void): void {
    this.#listeners.push(listener);
  }

  /** What can be told of a file at once. Of the runbooks that import it, what was known last, if anything was. */
  async atOnce(document: LangiumDocument): Promise<Diagnostic[]> {
    const analyses: Analysis[] = [];
    const entries = this.#analysis.entriesFor(document);
    for (const entry of entries) {
      const latest = this.#analysis.latest(entry);
      const last = entry === document || isQuick(latest, entries.length) ? undefined : latest;
      const analysis = last ?? this.#analysis.atOnce(entry);
      analyses.push(analysis instanceof Promise ? await analysis : analysis);
      if (last !== undefined || !isSettled(this.#analysis.latest(entry))) this.#settleSoon(entry);
      else this.#settleOnceAged(entry);
    }
    return this.#draw(document, analyses);
  }

  /** All there is to tell of a file. */
  async settled(document: LangiumDocument): Promise<Diagnostic[]> {
    const analyses: Analysis[] = [];
    for (const entry of this.#analysis.entriesFor(document)) analyses.push(await this.#analysis.of(entry));
    return this.#draw(document, analyses);
  }

  /** Called when a file is gone. */
  forget(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    clearTimeout(this.#ageing.get(uri));
    this.#ageing.delete(uri);
    this.#analysis.forget(uri);
  }

  #settleSoon(entry: LangiumDocument): void {
    const key = entry.uri.toString();
    clearTimeout(this.#waiting.get(key));
    const pause = Math.min(Math.max(PAUSE, SHARE * this.#lastTook), LONGEST_PAUSE);
    const timer = setTimeout(() => {
      this.#settle(entry, timer).catch((error: unknown) =>
        console.error('A file could not be judged to the end.', error),
      );
    }, pause);
    this.#waiting.set(key, timer);
  }

  /** Facts grow too old and statements lapse while nobody types; what is shown follows. */
  #settleOnceAged(entry: LangiumDocument): void {
    const key = entry.uri.toString();
    clearTimeout(this.#ageing.get(key));
    this.#ageing.delete(key);
    const lasts = this.#analysis.lastsFor(entry);
    if (lasts === undefined) return;
    const timer = setTimeout(() => this.#settleSoon(entry), Math.min(Math.max(lasts + 1, SOONEST), LATEST));
    // Nothing else is left to do meanwhile, so it keeps no process alive; in a browser a timer is a number and never does.
    if (typeof timer === 'object') timer.unref();
    this.#ageing.set(key, timer);
  }

  async #settle(entry: LangiumDocument, timer: ReturnType<typeof setTimeout>): Promise<void> {
    const key = entry.uri.toString();
    const isOver = () => this.#waiting.get(key) !== timer;
    await this.#analysis.whenRead(entry);
    if (isOver()) return;
    const start = performance.now();
    const since = this.#quiet.now();
    await this.#analysis.atOnce(entry);
    // A keystroke is worked in first, and that ends this.
    const between = () => this.#quiet.turn(since);
    if (isOver() || !(await inSlices(this.#analysis.settling(entry), isOver, between)) || isOver()) return;
    this.#lastTook = performance.now() - start;
    this.#waiting.delete(key);
    this.#settleOnceAged(entry);
    this.#tell(withImports(entry, this.#documents));
  }

  /** A fault while they are drawn is told in their place: an empty list would look like a clean file. */
  #draw({ uri }: LangiumDocument, analyses: readonly Analysis[]): Diagnostic[] {
    try {
      return diagnosticsFor(uri.toString(), analyses, this.#claims.problemsOf(uri.toString()), this.#pages());
    } catch (thrown) {
      console.error(`What was found in ${uri} cannot be shown.`, thrown);
      return [fromBreakdown(undefined, thrown instanceof Error ? thrown : new Error(String(thrown)))];
    }
  }

  /** Renews what is shown of files; of the other runbooks that import them, what was known last. */
  #tell(files: readonly LangiumDocument[]): void {
    for (const file of files) {
      const analyses = this.#analysis.entriesFor(file).flatMap((entry) => this.#analysis.latest(entry) ?? []);
      file.diagnostics = this.#draw(file, analyses);
    }
    for (const listener of this.#listeners) listener(files);
  }
}

/** Whether it takes no longer to judge anew what imports a file than to tell what was known. */
function isQuick(analysis: Analysis | undefined, entries: number): boolean {
  return entries <= FEW && (analysis?.standing?.machines.length ?? 0) <= FEW_MACHINES;
}

function isSettled(analysis: Analysis | undefined): boolean {
  if (analysis?.inventory?.kind === 'being-read') return false;
  return analysis?.standing === undefined || analysis.standing.settled;
}
