import type { NameUsed } from '../lower/names-used.ts';
import { placeOf } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { spokenNamespace, wordFor } from '../names/namespaces.ts';

/** Names that stand for nothing that this file or its imports declare. */
export function checkReferences(used: readonly NameUsed[], problems: ProblemList): void {
  for (const name of used) if (name.read.declaration === undefined) tellUnknown(name, problems);
}

function tellUnknown({ node, read }: NameUsed, problems: ProblemList): void {
  const { namespace, clue } = read;
  const at = placeOf(node);
  if (clue?.kind === 'other') {
    const { declaration } = clue;
    const message = `'${declaration.name}' is a ${wordFor(declaration)}; a ${spokenNamespace(namespace)} belongs here.`;
    const related = [{ at: placeOf(declaration), message: 'Declared here.' }];
    problems.error('wrong-kind-of-name', at, message, { related });
    return;
  }
  const meant = clue?.kind === 'meant' ? clue.name : undefined;
  const hint = meant === undefined ? `Declare it, or import the file that does.` : `Did you mean '${meant}'?`;
  const details = meant === undefined ? {} : { replacement: { title: `Write '${meant}'`, text: meant } };
  const written = node.target?.$refText ?? '';
  problems.error(
    'unknown-name',
    at,
    `No ${spokenNamespace(namespace)} is called '${written}' in this file or its imports. ${hint}`,
    details,
  );
}
