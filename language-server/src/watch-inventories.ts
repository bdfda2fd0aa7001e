import { URI } from 'langium';
import type { FailbackLspServices } from './failback-server-module.ts';

/** A changed inventory is read again, and the runbooks that name it are checked again. */
export function watchInventories({ shared, workspace }: FailbackLspServices): void {
  shared.lsp.DocumentUpdateHandler.onWatchedFilesChange?.(({ changes }) => {
    const moved = new Set(
      changes.map(({ uri }) => URI.parse(uri).toString()).filter((uri) => workspace.Inventories.forget(uri)),
    );
    if (moved.size === 0) return;
    const readers = shared.workspace.LangiumDocuments.all
      .filter((document) => {
        const path = workspace.Analysis.latest(document)?.lowered.runbook?.inventory?.value;
        return path !== undefined && moved.has(workspace.Inventories.placeOf(document.uri, path).toString());
      })
      .map((document) => document.uri)
      .toArray();
    void shared.workspace.WorkspaceLock.write((token) => shared.workspace.DocumentBuilder.update(readers, [], token));
  });
}
