import { AstUtils, type LangiumDocument, type ReferenceInfo } from 'langium';
import { FailbackAstReflection, type File } from '../generated/ast.ts';
import { placeOf } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import type { NameTable } from '../names/declared-names.ts';
import { NAMESPACES, namespaceOf, spokenNamespace, wordFor } from '../names/namespaces.ts';
import { nearestWord } from '../vocabulary/nearest-word.ts';

const reflection = new FailbackAstReflection();

/** Names that stand for nothing that this file or its imports declare. */
export function checkReferences(document: LangiumDocument<File>, names: NameTable, problems: ProblemList): void {
  for (const node of AstUtils.streamAst(document.parseResult.value)) {
    for (const info of AstUtils.streamReferences(node)) checkReference(info, names, problems);
  }
}

function checkReference(info: ReferenceInfo, names: NameTable, problems: ProblemList): void {
  const written = info.reference.$refText;
  const type = reflection.getReferenceType(info);
  const namespace = namespaceOf(type);
  if (!written || namespace === undefined || names.find(namespace, written) !== undefined) return;
  const at = placeOf(info.container);
  const other = NAMESPACES.map((one) => names.find(one, written)).find((found) => found !== undefined);
  if (other !== undefined) {
    const message = `'${other.name}' is a ${wordFor(other)}; a ${spokenNamespace(namespace)} belongs here.`;
    problems.error('wrong-kind-of-name', at, message, { related: [{ at: placeOf(other), message: 'Declared here.' }] });
    return;
  }
  const meant = nearestWord(
    written,
    [...names.all(namespace)].map((declared) => declared.name),
  );
  const hint = meant === undefined ? `Declare it, or import the file that does.` : `Did you mean '${meant}'?`;
  const details = meant === undefined ? {} : { replacement: { title: `Write '${meant}'`, text: meant } };
  problems.error(
    'unknown-name',
    at,
    `No ${spokenNamespace(namespace)} is called '${written}' in this file or its imports. ${hint}`,
    details,
  );
}
