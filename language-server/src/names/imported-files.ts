import type { LangiumDocument, LangiumDocuments } from 'langium';
import type { File } from '../generated/ast.ts';
import type { FileDocuments } from '../workspace/file-documents.ts';

export { importTarget } from './import-target.ts';

/** A file and all that it imports, directly or not, each once; the file itself comes first. */
export function withImports(entry: LangiumDocument, documents: LangiumDocuments): readonly LangiumDocument<File>[] {
  return (documents as FileDocuments).reachOf(entry).files;
}
