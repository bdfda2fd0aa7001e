import { type LangiumDocument, URI } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';

/** The document of an address, once changes that are still being worked in are in it. Undefined: there is no such file. */
export async function documentAt(
  { workspace }: LangiumSharedServices,
  uri: string,
): Promise<LangiumDocument | undefined> {
  await workspace.WorkspaceManager.ready;
  return workspace.WorkspaceLock.read(async () => {
    try {
      return await workspace.LangiumDocuments.getOrCreateDocument(URI.parse(uri));
    } catch {
      return undefined;
    }
  });
}
