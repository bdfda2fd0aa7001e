import { type LangiumDocument, type LangiumDocuments, type URI, URI as Uri, UriUtils } from 'langium';
import type { File, Import } from '../generated/ast.ts';

/** Where an import leads; undefined while its path is still empty. */
export function importTarget(from: URI, imported: Import): URI | undefined {
  if (!imported.path) return undefined;
  return /^[a-z][a-z+.-]+:\/\//i.test(imported.path)
    ? Uri.parse(imported.path)
    : UriUtils.resolvePath(UriUtils.dirname(from), imported.path);
}

/** A file and all that it imports, directly or not, each once; the file itself comes first. */
export function withImports(entry: LangiumDocument, documents: LangiumDocuments): LangiumDocument<File>[] {
  const seen = new Map<string, LangiumDocument<File>>();
  const queue = [entry as LangiumDocument<File>];
  for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
    const key = document.uri.toString();
    if (seen.has(key)) continue;
    seen.set(key, document);
    for (const imported of document.parseResult.value.imports) {
      const target = importTarget(document.uri, imported);
      const found = target && documents.getDocument(target);
      if (found !== undefined) queue.push(found as LangiumDocument<File>);
    }
  }
  return [...seen.values()];
}
