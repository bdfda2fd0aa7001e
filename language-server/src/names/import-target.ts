import { type URI, URI as Uri, UriUtils } from 'langium';
import type { Import } from '../generated/ast.ts';

/** Where an import leads; undefined while its path is still empty. */
export function importTarget(from: URI, imported: Import): URI | undefined {
  if (!imported.path?.trim()) return undefined;
  return /^[a-z][a-z+.-]+:\/\//i.test(imported.path)
    ? Uri.parse(imported.path)
    : UriUtils.resolvePath(UriUtils.dirname(from), imported.path);
}
