import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type LineEdit, movedLine, movedLines } from './changed-lines-of.ts';
import type { CommandLine } from './command-line.ts';
import { type Base, compareFolder, compareRunbook } from './compare-runbooks.ts';
import type { Compared, ComparedChange } from './compared.ts';
import { branchPoint, changedLinesSince, commitOf } from './git.ts';
import { readSettings } from './settings.ts';

/** A line whose meaning is different from the base revision's. */
export interface ChangedPlace {
  readonly line: number;
  readonly risk: ComparedChange['risk'];
  readonly says: string;
}

export interface ChangedFile {
  /** The base as a person calls it: `main, where this branch began`. */
  readonly base: string;
  readonly places: readonly ChangedPlace[];
  /** Lines with another text; `all` of a file that is new. */
  readonly lines: ReadonlySet<number> | 'all';
}

/** Typing and saving pause this long before files are compared anew. */
const SETTLE_MS = 300;

/**
 * What changed in the files that are open, against the revision of the setting `failback.review.base`. Compared when
 * somebody wants it (`wanted`), anew after each save; between saves the lines move with what is typed.
 */
export class ChangedLines implements vscode.Disposable {
  readonly #commandLine: CommandLine;
  readonly #log: vscode.LogOutputChannel;
  readonly #files = new Map<string, ChangedFile>();
  readonly #troubles = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #settle: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  /** Fired when any file was compared anew, or what is wanted is another. */
  readonly onDidChange = this.#changed.event;

  constructor(commandLine: CommandLine, log: vscode.LogOutputChannel) {
    this.#commandLine = commandLine;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidSaveTextDocument(({ fileName }) => {
        if (/\.(failback|inventory\.json)$/.test(fileName)) this.#lookSoon();
      }),
      vscode.workspace.onDidOpenTextDocument(({ languageId }) => {
        if (languageId === 'failback') this.#lookSoon();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('failback.review') || event.affectsConfiguration('failback.problems'))
          this.#lookSoon();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#lookSoon()),
      vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)),
    );
    this.#lookSoon();
  }

  /** Undefined: nobody wants to know, or there is nothing to compare with. */
  of(uri: vscode.Uri): ChangedFile | undefined {
    return this.#files.get(uri.toString());
  }

  /** Why a file could not be compared. */
  troubleWith(uri: vscode.Uri): string | undefined {
    return this.#troubles.get(uri.toString());
  }

  /** Compares the open files now; resolves when what they are is known. */
  look(): Promise<void> {
    clearTimeout(this.#settle);
    this.#looking = this.#looking.then(() => this.#lookAtAll());
    return this.#looking;
  }

  dispose(): void {
    clearTimeout(this.#settle);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #lookSoon(): void {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => void this.look(), SETTLE_MS);
  }

  async #lookAtAll(): Promise<void> {
    const documents =
      isWanted() && vscode.workspace.isTrusted ? vscode.workspace.textDocuments.filter(isComparable) : [];
    const open = new Set(documents.map(({ uri }) => uri.toString()));
    for (const key of [...this.#files.keys(), ...this.#troubles.keys()]) if (!open.has(key)) this.#forget(key);
    for (const document of documents) await this.#lookAt(document);
    this.#changed.fire();
  }

  async #lookAt(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    if (document.isDirty && this.#files.has(key)) return;
    const { version } = document;
    try {
      if (document.isDirty) throw new Error('It is compared when it is saved.');
      const base = await baseOf(dirname(document.uri.fsPath));
      const compared = await this.#compare(document, base);
      const lines = await changedLinesSince(document.uri.fsPath, base.commit);
      // What was typed meanwhile moved the lines; the next save tells where they are.
      if (document.version !== version) return;
      this.#files.set(key, { base: base.name, places: placesIn(key, compared), lines });
      this.#troubles.delete(key);
    } catch (error) {
      this.#forget(key);
      const why = error instanceof Error ? error.message : String(error);
      this.#troubles.set(key, why);
      this.#log.info(`'${document.fileName}' is not compared: ${why}`);
    }
  }

  async #compare(document: vscode.TextDocument, base: Base): Promise<readonly Compared[]> {
    // A site file has no plan of its own: what it changes shows in the runbooks beside it.
    if (!/^\s*runbook\s/m.test(document.getText()))
      return compareFolder(this.#commandLine, dirname(document.uri.fsPath), base);
    return [await compareRunbook(this.#commandLine, document.uri.fsPath, base)];
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    let file = this.#files.get(key);
    if (file === undefined || contentChanges.length === 0) return;
    for (const { range, text } of contentChanges) {
      const edit = {
        start: range.start.line,
        end: range.end.line,
        beginsLine: range.start.character === 0,
        breaks: text.split('\n').length - 1,
      };
      file = moved(file, edit);
    }
    this.#files.set(key, file);
  }

  #forget(key: string): void {
    this.#files.delete(key);
    this.#troubles.delete(key);
  }
}

function isWanted(): boolean {
  const { reviewBase, onlyChanged } = readSettings();
  return reviewBase !== 'off' || onlyChanged;
}

function isComparable({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'failback' && uri.scheme === 'file';
}

/** @throws Error with the reason in a sentence */
async function baseOf(folder: string): Promise<Extract<Base, { kind: 'revision' }>> {
  const { reviewBase } = readSettings();
  if (reviewBase === 'off' || reviewBase === 'merge-base' || reviewBase === '') {
    const point = await branchPoint(folder);
    if (point === undefined) throw new Error('There is no default branch in git to compare with.');
    return { kind: 'revision', name: `where this branch left ${point.branch}`, commit: point.commit };
  }
  const commit = await commitOf(folder, reviewBase);
  if (commit !== undefined) return { kind: 'revision', name: reviewBase, commit };
  throw new Error(`git knows no revision '${reviewBase}', which the setting “failback.review.base” names.`);
}

function placesIn(uri: string, compared: readonly Compared[]): readonly ChangedPlace[] {
  return compared.flatMap((one) => {
    if (one.kind !== 'compared') return [];
    return one.review.changes
      .filter(({ inOldText }) => inOldText !== true)
      .flatMap(({ risk, says, at, elsewhere = [] }) =>
        [...(at === undefined ? [] : [at]), ...elsewhere]
          .filter((place) => vscode.Uri.parse(place.uri).toString() === uri)
          .map(({ start }) => ({ line: start.line, risk, says })),
      );
  });
}

function moved(file: ChangedFile, edit: LineEdit): ChangedFile {
  return {
    ...file,
    places: file.places.flatMap((place) => {
      const line = movedLine(place.line, edit);
      return line === undefined ? [] : [{ ...place, line }];
    }),
    lines: file.lines === 'all' ? 'all' : movedLines(file.lines, edit),
  };
}
