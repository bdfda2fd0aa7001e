import type { LangiumDocument, LangiumDocuments } from 'langium';
import { UriUtils } from 'langium';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { type File, isRunbook } from '../../generated/ast.ts';
import { withImports } from '../../names/imported-files.ts';
import { type Namespace, namespaceOf, staysInItsFile } from '../../names/namespaces.ts';
import { languageOutline } from '../../vocabulary/outline.ts';
import type { Analysis } from '../../workspace/runbook-analysis.ts';
import { capturedBody } from '../completion/captured-block.ts';
import { importableNames } from '../completion/importable-names.ts';
import { elementsOf, leafAt } from '../place/elements.ts';
import { editAt } from './edits.ts';

export interface CreateServices {
  readonly documents: LangiumDocuments;
  readonly analysisOf: (document: LangiumDocument) => Analysis | undefined;
}

/** For a name that nobody declared: the import of a file that does, or a new block where such things live. */
export function declareMissing(
  document: LangiumDocument,
  diagnostic: Diagnostic,
  services: CreateServices,
): CodeAction[] {
  if (diagnostic.code !== 'unknown-name') return [];
  const leaf = leafAt(document, diagnostic.range.end);
  if (leaf === undefined) return [];
  const type = referredType(leaf.astNode.$type);
  const namespace = namespaceOf(type);
  if (namespace === undefined) return [];
  return [
    ...imports(document, leaf.text, namespace, diagnostic, services),
    ...declarations(document, leaf.text, type, namespace, diagnostic, services),
  ];
}

function imports(
  document: LangiumDocument,
  name: string,
  namespace: Namespace,
  diagnostic: Diagnostic,
  { documents }: CreateServices,
): CodeAction[] {
  const paths = new Map<string, CodeAction>();
  const isMissing = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
  for (const { node, from } of importableNames(document, namespace, documents, isMissing)) {
    const changes = { [document.uri.toString()]: [from.edit] };
    paths.set(from.path, {
      title: `Import "${from.path}", which declares '${node.name}'`,
      kind: 'quickfix',
      diagnostics: [diagnostic],
      isPreferred: true,
      edit: { changes },
    });
  }
  return [...paths.values()];
}

function declarations(
  document: LangiumDocument,
  name: string,
  type: string,
  namespace: Namespace,
  diagnostic: Diagnostic,
  { documents, analysisOf }: CreateServices,
): CodeAction[] {
  const analysis = analysisOf(document);
  const architecture = analysis?.lowered.runbook?.architecture.value;
  return blocksFor(type, architecture).map((rule) => {
    const word = languageOutline().get(rule)?.word ?? rule;
    const home = homeFor(document, rule, namespace, documents);
    const body = analysis?.world && capturedBody(rule, name, analysis.world, analysis.lowered.runbook);
    const text = body === undefined ? `${word} ${name} {\n}` : `${word} ${name} {\n${withoutHoles(body)}}`;
    const where = home === document ? '' : ` in ${UriUtils.basename(home.uri)}`;
    return {
      title: `Declare \`${word} ${name}\`${where}`,
      kind: 'quickfix',
      diagnostics: [diagnostic],
      edit: insertion(home, rule, text),
    };
  });
}

/** Which blocks a name could be declared by. */
function blocksFor(type: string, architecture: string | undefined): readonly string[] {
  if (type === 'MachineOrGroup') return ['Vm'];
  if (type !== 'ReplicationTarget') return [type];
  if (architecture === undefined) return ['Appliance', 'MasterTarget'];
  return [architecture === 'classic' ? 'MasterTarget' : 'Appliance'];
}

/** The file that has such blocks already; else the first site file that is imported for what many runbooks share; else this one. */
function homeFor(
  document: LangiumDocument,
  rule: string,
  namespace: Namespace,
  documents: LangiumDocuments,
): LangiumDocument {
  if (staysInItsFile(namespace)) return document;
  const files = withImports(document, documents);
  const having = files.find((file) => file.parseResult.value.blocks.some(({ $type }) => $type === rule));
  if (having !== undefined) return having;
  const site = files.find((file) => !file.parseResult.value.blocks.some(isRunbook));
  return rule === 'Vm' || site === undefined ? document : site;
}

/** Behind the last block of its kind, else at the end of the file. */
function insertion(home: LangiumDocument, rule: string, text: string) {
  const { blocks } = home.parseResult.value as File;
  const last = blocks.findLast(({ $type }) => $type === rule) ?? elementsOf(home).at(-1);
  const end = last?.$cstNode?.range.end ?? { line: 0, character: 0 };
  const isAlike = last?.$type === rule && !text.includes('\n', text.indexOf('{') + 2);
  return editAt(
    home.uri.toString(),
    { start: end, end },
    last === undefined ? `${text}\n` : `${isAlike ? '\n' : '\n\n'}${text}`,
  );
}

/** What only a person can fill in is left out. */
function withoutHoles(body: string): string {
  return body
    .split('\n')
    .filter((line) => !/\$\{\d/.test(line))
    .join('\n')
    .replaceAll(/\\([\\$}])/g, '$1');
}

function referredType(type: string): string {
  const named = type.replace(/Reference$/, '');
  return named === 'Via' ? 'ReplicationTarget' : named === 'Machine' ? 'MachineOrGroup' : named;
}
