import {
  type BuildOptions,
  Cancellation,
  DefaultDocumentBuilder,
  DocumentState,
  interruptAndCheck,
  isOperationCancelled,
  type LangiumDocument,
  type LangiumSharedCoreServices,
  type MaybePromise,
  type TextDocument,
  type URI,
  type WorkspaceLock,
} from 'langium';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { File } from '../generated/ast.ts';
import { importTarget } from '../names/import-target.ts';
import type { FileDocuments } from './file-documents.ts';
import { Pause } from './pause.ts';
import { StateWaiters } from './state-waiters.ts';

/** So many files that no editor shows are judged at once after a change that reaches them; more wait for a pause. */
const FEW = 4;

/**
 * Builds documents together with the files that they import, wherever those are, and builds again what a change reaches:
 * the files that import the changed one, and all that those import, since their findings may stand in them. What no
 * editor shows waits for a pause in the typing, but for a few; so a change costs what it reaches, and not the workspace.
 * Whoever waits for a build is answered: it came so far, or it never will.
 */
export class ImportingDocumentBuilder extends DefaultDocumentBuilder {
  readonly #waiters = new StateWaiters();
  readonly #lock: WorkspaceLock;
  /** To be built at once; what is left of a change that was cut short, the next one builds. */
  readonly #urgent = new Set<LangiumDocument>();
  readonly #pause: Pause;

  constructor(services: LangiumSharedCoreServices) {
    super(services);
    this.#lock = services.workspace.WorkspaceLock;
    this.#pause = new Pause(() => this.#lock.write((token) => this.#buildRest(token)));
  }

  /** Does what Langium's does, which looks at all documents of the workspace, for those that the change reaches. */
  override async update(
    changed: URI[],
    deleted: URI[],
    cancelToken: Cancellation.CancellationToken = Cancellation.CancellationToken.None,
  ): Promise<void> {
    this.#pause.end();
    this.currentState = DocumentState.Changed;
    const reached = new Set<LangiumDocument>();
    const gone = this.#delete(deleted, reached);
    const changedUris = (await Promise.all(changed.map((uri) => this.findChangedUris(uri)))).flat();
    const documents = changedUris.map((uri) => this.#documentFor(uri));
    for (const document of documents) {
      for (const other of this.#files.reachedBy(document)) reached.add(other);
      this.resetToState(document, DocumentState.Changed);
      this.#urgent.add(document);
    }
    this.#judgeAgain(reached);
    await this.emitUpdate(changedUris, gone);
    await interruptAndCheck(cancelToken);
    await this.buildDocuments(this.sortDocuments([...this.#urgent]), this.updateBuildOptions, cancelToken);
    this.#pause.begin();
  }

  /** What was left of a workspace that was just opened, and what changes reached that no editor shows. */
  async #buildRest(cancelToken: Cancellation.CancellationToken): Promise<void> {
    const left = this.langiumDocuments.all.filter(({ state }) => state < DocumentState.Validated).toArray();
    if (left.length > 0) await this.buildDocuments(this.sortDocuments(left), this.updateBuildOptions, cancelToken);
  }

  override async build(
    documents: LangiumDocument[],
    options?: BuildOptions,
    cancelToken?: Cancellation.CancellationToken,
  ): Promise<void> {
    await super.build(documents, options, cancelToken);
    this.#pause.begin();
  }

  protected override async buildDocuments(
    documents: LangiumDocument[],
    options: BuildOptions,
    cancelToken: Cancellation.CancellationToken,
  ): Promise<void> {
    const changed = documents.filter(({ state }) => state < DocumentState.Parsed);
    const { imported, unreadable } = await this.#loadImports(documents, cancelToken);
    // A file that went before it could be read is a deleted one, and those that import it are to be told.
    if (unreadable.length > 0) return this.update([], unreadable, cancelToken);
    const all = new Set([...documents, ...imported]);
    // An edit of the imports may reach further than before.
    for (const document of this.#judgeAgain(new Set(changed.flatMap((one) => [...this.#files.reachedBy(one)]))))
      all.add(document);
    await super.buildDocuments([...all], options, cancelToken);
  }

  /** What a change reaches is judged again: what an editor shows and a few more at once. Answers those. */
  #judgeAgain(reached: ReadonlySet<LangiumDocument>): readonly LangiumDocument[] {
    const settled = [...reached].filter(({ state }) => state === DocumentState.Validated);
    for (const document of settled) this.resetToState(document, DocumentState.ComputedScopes);
    const urgent = this.sortDocuments(settled).filter(
      (document, at) => at < FEW || this.textDocuments?.get(document.uri) !== undefined,
    );
    for (const document of urgent) this.#urgent.add(document);
    return urgent;
  }

  #delete(deleted: readonly URI[], reached: Set<LangiumDocument>): URI[] {
    const gone = deleted.flatMap((uri) => this.langiumDocuments.getDocuments(uri));
    for (const document of gone) for (const other of this.#files.reachedBy(document)) reached.add(other);
    for (const uri of deleted) this.langiumDocuments.deleteDocuments(uri);
    for (const document of gone) {
      this.cleanUpDeleted(document);
      reached.delete(document);
      this.#urgent.delete(document);
    }
    return gone.map(({ uri }) => uri);
  }

  /** A file that is not known yet is read when it is built, so that reading it can be cut short. */
  #documentFor(uri: URI): LangiumDocument {
    const known = this.langiumDocuments.getDocument(uri);
    if (known !== undefined) return known;
    const document = this.langiumDocumentFactory.fromModel({ $type: 'INVALID' }, uri);
    document.state = DocumentState.Changed;
    this.langiumDocuments.addDocument(document);
    return document;
  }

  protected override async runCancelable(
    documents: LangiumDocument[],
    targetState: DocumentState,
    cancelToken: Cancellation.CancellationToken,
    callback: (document: LangiumDocument) => MaybePromise<unknown>,
  ): Promise<void> {
    await super.runCancelable(documents, targetState, cancelToken, callback);
    this.#waiters.look();
  }

  /** Listeners hear of each document that came to a state, also when its build was cancelled just then. */
  protected override async notifyDocumentPhase(document: LangiumDocument, state: DocumentState): Promise<void> {
    if (state === DocumentState.Validated) this.#urgent.delete(document);
    this.#waiters.look();
    await super.notifyDocumentPhase(document, state, Cancellation.CancellationToken.None);
  }

  protected override async awaitDocumentState(
    state: DocumentState,
    uri: URI,
    cancelToken: Cancellation.CancellationToken,
  ): Promise<URI> {
    const isReached = (): boolean => {
      const document = this.langiumDocuments.getDocument(uri);
      return document !== undefined && document.state >= state && this.#isOfToday(document);
    };
    if (await this.#waiters.until(isReached, () => this.#idle(), cancelToken)) return uri;
    const why = this.langiumDocuments.hasDocument(uri)
      ? `${uri} could not be read so far that this can be answered. The log of the server says why.`
      : `There is no file at ${uri}, so there is nothing to answer.`;
    throw new ResponseError(LSPErrorCodes.ServerCancelled, why);
  }

  protected override async awaitBuilderState(
    state: DocumentState,
    cancelToken: Cancellation.CancellationToken,
  ): Promise<void> {
    const isReached = (): boolean =>
      this.currentState >= state && this.langiumDocuments.all.every((document) => this.#isOfToday(document));
    // When nothing is left to do, what is there is all that there will be.
    await this.#waiters.until(isReached, () => this.#idle(), cancelToken);
  }

  /** Whether a document was read from the text that is in the editor now: an answer about an older one would mislead. */
  #isOfToday(document: LangiumDocument): boolean {
    const open: TextDocument | undefined = this.textDocuments?.get(document.uri);
    return open === undefined || document.textDocument === open;
  }

  /** Until all changes that were told are worked in. */
  #idle(): Promise<void> {
    return this.#lock.read(() => undefined);
  }

  async #loadImports(
    documents: readonly LangiumDocument[],
    cancelToken: Cancellation.CancellationToken,
  ): Promise<{ readonly imported: LangiumDocument[]; readonly unreadable: URI[] }> {
    const imported: LangiumDocument[] = [];
    const unreadable: URI[] = [];
    const queue = [...documents];
    for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
      if (document.state < DocumentState.Parsed && !(await this.#isReadAgain(document, cancelToken))) {
        unreadable.push(document.uri);
        continue;
      }
      for (const target of importsOf(document)) {
        if (this.langiumDocuments.hasDocument(target)) continue;
        const found = await this.#read(target, cancelToken);
        if (found === undefined) continue;
        imported.push(found);
        queue.push(found);
      }
    }
    return { imported, unreadable };
  }

  async #isReadAgain(document: LangiumDocument, cancelToken: Cancellation.CancellationToken): Promise<boolean> {
    try {
      await this.langiumDocumentFactory.update(document, cancelToken);
      return true;
    } catch (error) {
      // The text of an editor is always there, so reading it can only break down by a fault of ours.
      if (isOperationCancelled(error) || this.textDocuments?.get(document.uri) !== undefined) throw error;
      return false;
    }
  }

  /** A file that is not there is told by `check-imports.ts`. */
  async #read(uri: URI, cancelToken: Cancellation.CancellationToken): Promise<LangiumDocument | undefined> {
    try {
      return await this.langiumDocuments.getOrCreateDocument(uri, cancelToken);
    } catch {
      return undefined;
    }
  }

  get #files(): FileDocuments {
    return this.langiumDocuments as FileDocuments;
  }
}

function importsOf(document: LangiumDocument): URI[] {
  const file = document.parseResult.value as File;
  return (file.imports ?? []).flatMap((imported) => importTarget(document.uri, imported) ?? []);
}
