import { type Cancellation, isOperationCancelled, type LangiumDocument, type URI } from 'langium';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { FileDocuments } from './file-documents.ts';

/**
 * The files of a server. A request about the whole workspace reads the file that it asks of only once it is answered; where
 * there is none, the editor is told so with a sentence, as for every other request.
 */
export class AnsweredDocuments extends FileDocuments {
  override async getOrCreateDocument(uri: URI, cancelToken?: Cancellation.CancellationToken): Promise<LangiumDocument> {
    try {
      return await super.getOrCreateDocument(uri, cancelToken);
    } catch (error) {
      if (isOperationCancelled(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      const message = `No file can be read at ${uri}, so there is nothing to answer. What was said: ${why}`;
      throw new ResponseError(LSPErrorCodes.ServerCancelled, message);
    }
  }
}
