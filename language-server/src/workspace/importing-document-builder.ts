import {
  type BuildOptions,
  Cancellation,
  DefaultDocumentBuilder,
  DocumentState,
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
import { StateWaiters } from './state-waiters.ts';

/**
 * Builds documents together with the files that they import, wherever those are, and builds again what a change reaches:
 * the files that import the changed one, and those that it imports, since its findings may stand in them.
 * Whoever waits for a build is answered: it came so far, or it never will.
 */
export class ImportingDocumentBuilder extends DefaultDocumentBuilder {
  readonly #waiters = new StateWaiters();
  readonly #lock: WorkspaceLock;

  constructor(services: LangiumSharedCoreServices) {
    super(services);
    this.#lock = services.workspace.WorkspaceLock;
  }

  protected override async buildDocuments(
    documents: LangiumDocument[],
    options: BuildOptions,
    cancelToken: Cancellation.CancellationToken,
  ): Promise<void> {
    const { imported, unreadable } = await this.#loadImports(documents, cancelToken);
    // A file that went before it could be read is a deleted one, and those that import it are to be told.
    if (unreadable.length > 0) return this.update([], unreadable, cancelToken);
    await super.buildDocuments([...documents, ...imported], options, cancelToken);
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

  protected override shouldRelink(document: LangiumDocument, changedUris: Set<string>): boolean {
    if (document.state < DocumentState.Parsed) return true;
    const { uris } = this.#files.reachOf(document);
    for (const uri of changedUris) if (uris.has(uri)) return true;
    return this.#files.importersOf(document).some((importer) => changedUris.has(importer.uri.toString()));
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
