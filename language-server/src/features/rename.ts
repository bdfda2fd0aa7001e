import type { LangiumDocument } from 'langium';
import { DefaultRenameProvider } from 'langium/lsp';
import { ErrorCodes, type RenameParams, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';

/** Renames in every file, group members too, and refuses what would be no name. */
export class FailbackRename extends DefaultRenameProvider {
  override async rename(document: LangiumDocument, params: RenameParams): Promise<WorkspaceEdit | undefined> {
    if (!/^[A-Za-z0-9_]([\w.-]*[A-Za-z0-9_])?$/.test(params.newName)) {
      throw new ResponseError(
        ErrorCodes.InvalidParams,
        `'${params.newName}' is no name: a name holds letters, digits, '-', '_' and '.' and ends with a letter or a digit.`,
      );
    }
    return super.rename(document, params);
  }
}
