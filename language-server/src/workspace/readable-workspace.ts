import { DefaultWorkspaceManager, type LangiumDocument, type Stream, type URI, type WorkspaceFolder } from 'langium';

/**
 * The folders that are open in the editor. A file in them that cannot be read is passed over; Langium would wait for it,
 * and every request would wait for Langium.
 */
export class ReadableWorkspace extends DefaultWorkspaceManager {
  /** Whether a file belongs to what is open, even while no editor shows it. */
  holds(uri: URI): boolean {
    return this.rootOf(uri.toString()) !== undefined;
  }

  /** The folder that a file belongs to, the innermost where one lies in the other. */
  rootOf(address: string): string | undefined {
    return (this.workspaceFolders ?? [])
      .map((folder) => `${this.getRootFolder(folder).toString().replace(/\/$/, '')}/`)
      .filter((root) => address.startsWith(root))
      .sort((one, other) => other.length - one.length)[0];
  }

  protected override async performStartup(folders: WorkspaceFolder[]): Promise<LangiumDocument[]> {
    try {
      return await super.performStartup(folders);
    } finally {
      this._ready.resolve();
    }
  }

  protected override async loadWorkspaceDocuments(
    uris: Stream<URI>,
    collect: (document: LangiumDocument) => void,
  ): Promise<void> {
    await Promise.all(
      uris.map(async (uri) => {
        try {
          collect(await this.langiumDocuments.getOrCreateDocument(uri));
        } catch (error) {
          console.warn(`${uri} is passed over, for it cannot be read: ${String(error)}`);
        }
      }),
    );
  }
}
