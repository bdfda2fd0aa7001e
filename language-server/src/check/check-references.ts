import { type ReferenceNode, readOf } from '../lower/names-used.ts';
import { placeOf } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import type { Read, Reads } from '../lower/reads.ts';
import { spokenNamespace, wordFor } from '../names/namespaces.ts';

/** A name that stands for nothing that this file or its imports declare. */
export function checkReference(node: ReferenceNode, reads: Reads, problems: ProblemList): void {
  const read = readOf(node, reads);
  if (read !== undefined && read.declaration === undefined) tellUnknown(node, read, problems);
}

function tellUnknown(node: ReferenceNode, { namespace, clue }: Read, problems: ProblemList): void {
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
