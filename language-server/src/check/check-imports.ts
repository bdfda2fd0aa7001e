import type { AstNode, URI } from 'langium';
import type { Import } from '../generated/ast.ts';
import { placeOf, placeOfFirstWord, placeOfProperty } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { importTarget } from '../names/imported-files.ts';

/** What an import may lead to. */
export interface ImportableFile {
  readonly place: URI;
  readonly holdsRunbook: boolean;
}

/** Imports that lead nowhere or to another runbook. */
export function checkImports(
  file: ImportableFile,
  imports: readonly Import[],
  find: (uri: string) => ImportableFile | undefined,
  problems: ProblemList,
): void {
  for (const imported of imports) {
    const target = importTarget(file.place, imported);
    const at = placeOfProperty(imported, 'path') ?? placeOf(imported);
    const found = target === undefined ? undefined : find(target.toString());
    if (target === undefined && imported.path?.trim())
      problems.error(
        'missing-import',
        at,
        `'${imported.path}' is not read: what can be imported is a file whose name ends in \`.failback\`. Name such a file.`,
      );
    else if (target === undefined)
      problems.error(
        'missing-import',
        at,
        'This import names no file. Write the path of a file, relative to this one.',
      );
    else if (found === undefined) {
      problems.error(
        'missing-import',
        at,
        `There is no file '${imported.path}' beside this one, so nothing that it declares is known here. Check the path, which is relative to this file.`,
      );
    } else if (found !== file && found.holdsRunbook) {
      problems.error(
        'imported-runbook',
        at,
        `'${imported.path}' holds a runbook, and a runbook's machines must not be moved by another one. Move what both share into a file without a \`runbook\` block and import that.`,
      );
    }
  }
}

/** Blocks that a file may have only once; the first one counts. */
export function checkOnlyOne(runbooks: readonly AstNode[], defaults: readonly AstNode[], problems: ProblemList): void {
  for (const other of runbooks.slice(1))
    problems.error(
      'second-runbook',
      placeOfFirstWord(other),
      'A file holds one `runbook` block; this is a second one. Move it into a file of its own.',
    );
  for (const other of defaults.slice(1))
    problems.error(
      'second-defaults',
      placeOfFirstWord(other),
      'A file holds one `defaults vm` block; this is a second one. Put its settings into the first.',
    );
}
