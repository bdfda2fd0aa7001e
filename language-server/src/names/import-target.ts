import { type URI, URI as Uri, UriUtils } from 'langium';
import type { Import } from '../generated/ast.ts';

/**
 * Where an import leads. Undefined while its path is still empty, and for a file whose name is no runbook's: what is wrong
 * in a text is told with its lines, so a text could be made to tell the lines of any file of the machine that checks it.
 */
export function importTarget(from: URI, imported: Import): URI | undefined {
  if (!leadsToRunbooks(imported)) return undefined;
  return /^[a-z][a-z+.-]+:\/\//i.test(imported.path)
    ? Uri.parse(imported.path)
    : UriUtils.resolvePath(UriUtils.dirname(from), imported.path);
}

/** Whether the file's name ends as those of runbooks and sites do. */
export function leadsToRunbooks({ path }: Import): boolean {
  return /\.failback$/i.test(path ?? '');
}
