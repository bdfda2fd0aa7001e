import type { LangiumDocument } from 'langium';
import type { File } from '../generated/ast.ts';
import { placeOfName } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { declarationsOf, type Named } from '../names/declared-names.ts';
import { namespaceOf, staysInItsFile, wordFor } from '../names/namespaces.ts';

/** Two things of one name. Azure and vSphere compare names without case, so two that differ only in case are the same. */
export function checkDuplicates(files: readonly LangiumDocument<File>[], problems: ProblemList): void {
  const first = new Map<string, Named>();
  // Imports before the entry, so that the file which adds to what it imports is told.
  for (const file of files.toReversed()) {
    for (const declaration of declarationsOf(file.parseResult.value)) {
      const namespace = namespaceOf(declaration.$type);
      if (namespace === undefined) continue;
      const scope = staysInItsFile(namespace) ? file.uri.toString() : '';
      const key = `${namespace}\n${scope}\n${declaration.name.toLowerCase()}`;
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, declaration);
      else tell(declaration, earlier, problems);
    }
  }
}

function tell(declaration: Named, earlier: Named, problems: ProblemList): void {
  const what = `There is a \`${wordFor(earlier)}\` called '${earlier.name}' already`;
  const case_ =
    declaration.name === earlier.name ? '' : ', and names that differ only in case are the same to Azure and vSphere';
  problems.error('duplicate-name', placeOfName(declaration), `${what}${case_}. Rename one of them, or remove it.`, {
    related: [{ at: placeOfName(earlier), message: `The first '${earlier.name}'.` }],
  });
}
