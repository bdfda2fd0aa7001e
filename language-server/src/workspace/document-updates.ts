import { type Cancellation, type FileSystemProvider, type LangiumDocument, type TextDocument, URI } from 'langium';
import { DefaultDocumentUpdateHandler, type LangiumSharedServices } from 'langium/lsp';
import type { DidChangeWatchedFilesParams, TextDocumentChangeEvent, TextDocuments } from 'vscode-languageserver';
import type { FileDocuments } from './file-documents.ts';
import type { ReadableWorkspace } from './readable-workspace.ts';

/**
 * Follows what is opened, typed, closed, written and deleted. While a text is open the editor's word counts, whatever
 * happens to its file; once it is closed its file counts, and a text without one is forgotten.
 */
export class DocumentUpdates extends DefaultDocumentUpdateHandler {
  readonly #documents: FileDocuments;
  readonly #texts: Pick<TextDocuments<TextDocument>, 'get' | 'keys'>;
  readonly #files: FileSystemProvider;
  readonly #workspace: ReadableWorkspace;

  constructor(services: LangiumSharedServices) {
    super(services);
    this.#documents = services.workspace.LangiumDocuments as FileDocuments;
    this.#texts = services.workspace.TextDocuments;
    this.#files = services.workspace.FileSystemProvider;
    this.#workspace = services.workspace.WorkspaceManager as ReadableWorkspace;
  }

  didCloseDocument({ document }: TextDocumentChangeEvent<TextDocument>): void {
    this.#write(async (token) => {
      const uri = URI.parse(document.uri);
      if (this.#texts.get(document.uri) !== undefined) return;
      const isThere = await this.#isOnDisk(uri);
      const gone = isThere ? [] : [uri];
      gone.push(...this.#strays(isThere ? undefined : uri));
      const isStray = gone.some((each) => each.toString() === uri.toString());
      await this.documentBuilder.update(isStray ? [] : [uri], gone, token);
    });
  }

  override didChangeWatchedFiles(params: DidChangeWatchedFilesParams): void {
    super.didChangeWatchedFiles(params);
    // What was deleted may be open, or be a folder of what is open: it is made anew from the editor's text.
    const deleted = params.changes.filter(({ type }) => type === DELETED).map(({ uri }) => URI.parse(uri).toString());
    const open = this.#texts.keys().filter((key) => deleted.some((uri) => key === uri || key.startsWith(`${uri}/`)));
    if (open.length > 0)
      this.fireDocumentUpdate(
        open.map((key) => URI.parse(key)),
        [],
      );
  }

  protected override fireDocumentUpdate(changed: URI[], deleted: URI[]): void {
    this.#write((token) => this.documentBuilder.update(changed, deleted, token));
  }

  /** An update that breaks down is told in the log; the next one takes up what it left. */
  #write(action: (token: Cancellation.CancellationToken) => Promise<void>): void {
    this.workspaceManager.ready
      .then(() => this.workspaceLock.write(action))
      .catch((error: unknown) => console.error('A change could not be followed. Please report this fault.', error));
  }

  async #isOnDisk(uri: URI): Promise<boolean> {
    if (uri.scheme === 'untitled') return false;
    try {
      return (await this.#files.stat(uri)).isFile;
    } catch {
      return false;
    }
  }

  /** Files outside the workspace that are not open, and that nothing which stays imports. */
  #strays(gone: URI | undefined): URI[] {
    const isRoot = ({ uri }: LangiumDocument) =>
      uri.toString() !== gone?.toString() &&
      (this.#texts.get(uri.toString()) !== undefined || this.#workspace.holds(uri));
    const all = this.#documents.all.toArray();
    const kept = new Set(all.filter(isRoot).flatMap((document) => [...this.#documents.reachOf(document).uris]));
    return all.map(({ uri }) => uri).filter((uri) => !kept.has(uri.toString()));
  }
}

const DELETED = 3;
