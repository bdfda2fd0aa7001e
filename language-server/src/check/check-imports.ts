import type { LangiumDocument } from 'langium';
import { type File, isDefaults, isRunbook } from '../generated/ast.ts';
import { placeOf, placeOfFirstWord, placeOfProperty } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { importTarget } from '../names/imported-files.ts';

/** Imports that lead nowhere or to another runbook, and blocks that a file may have only once. */
export function checkImports(files: readonly LangiumDocument<File>[], problems: ProblemList): void {
  const byUri = new Map(files.map((file) => [file.uri.toString(), file]));
  for (const file of files) {
    for (const imported of file.parseResult.value.imports) {
      const target = importTarget(file.uri, imported);
      const at = placeOfProperty(imported, 'path') ?? placeOf(imported);
      const found = target === undefined ? undefined : byUri.get(target.toString());
      if (target === undefined)
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
      } else if (found !== file && found.parseResult.value.blocks.some(isRunbook)) {
        problems.error(
          'imported-runbook',
          at,
          `'${imported.path}' holds a runbook, and a runbook's machines must not be moved by another one. Move what both share into a file without a \`runbook\` block and import that.`,
        );
      }
    }
    onlyOne(
      file,
      isRunbook,
      'second-runbook',
      'A file holds one `runbook` block; this is a second one. Move it into a file of its own.',
      problems,
    );
    onlyOne(
      file,
      isDefaults,
      'second-defaults',
      'A file holds one `defaults vm` block; this is a second one. Put its settings into the first.',
      problems,
    );
  }
}

function onlyOne(
  file: LangiumDocument<File>,
  isKind: (node: unknown) => boolean,
  code: 'second-runbook' | 'second-defaults',
  message: string,
  problems: ProblemList,
): void {
  const [, ...others] = file.parseResult.value.blocks.filter(isKind);
  for (const other of others) problems.error(code, placeOfFirstWord(other), message);
}
