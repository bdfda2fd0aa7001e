import { DocumentState, EmptyFileSystem, URI } from 'langium';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { createCoreServices } from './failback-module.ts';
import type { File } from './generated/ast.ts';
import type { TextProblem } from './lower/text-problem.ts';
import { lower } from './lower.ts';
import { importTarget, withImports } from './names/imported-files.ts';

export type { TextProblem } from './lower/text-problem.ts';

/** A runbook as read from its file and all that it imports. */
export interface LoadedRunbook {
  /** Undefined when the file has no `runbook` block, or none that can be understood. */
  readonly runbook: Runbook | undefined;
  /** Problems of the text, in all files. A runbook with an error among them is incomplete and must not be run. */
  readonly problems: readonly TextProblem[];
  /** Every file that was read, the entry first. */
  readonly documents: readonly { readonly uri: string; readonly text: string }[];
}

type Services = ReturnType<typeof createCoreServices>;

/** Services that no reading uses now. Building a parser takes longer than reading a runbook, so they are kept. */
const idle: Services[] = [];

/** Reads a runbook without an editor. `read` answers undefined for a file that does not exist. */
export async function loadRunbook(
  entryUri: string,
  read: (uri: string) => Promise<string | undefined>,
): Promise<LoadedRunbook> {
  const services = idle.pop() ?? createCoreServices(EmptyFileSystem);
  try {
    await readFiles(entryUri, read, services);
    return lowerFiles(entryUri, services);
  } finally {
    forgetFiles(services);
    idle.push(services);
  }
}

/** Reads the entry and all that it imports into the services' documents. */
async function readFiles(
  entryUri: string,
  read: (uri: string) => Promise<string | undefined>,
  { shared }: Services,
): Promise<void> {
  const { LangiumDocuments, LangiumDocumentFactory } = shared.workspace;
  const queue = [URI.parse(entryUri)];
  for (let uri = queue.shift(); uri !== undefined; uri = queue.shift()) {
    if (LangiumDocuments.hasDocument(uri)) continue;
    const text = await read(uri.toString());
    if (text === undefined) continue;
    const document = LangiumDocumentFactory.fromString<File>(text, uri);
    // Names are found through their own tables, so references may be resolved as soon as all files are read.
    document.state = DocumentState.ComputedScopes;
    LangiumDocuments.addDocument(document);
    queue.push(...document.parseResult.value.imports.flatMap((one) => importTarget(document.uri, one) ?? []));
  }
}

function lowerFiles(entryUri: string, { shared, failback }: Services): LoadedRunbook {
  const { LangiumDocuments } = shared.workspace;
  const entry = LangiumDocuments.getDocument(URI.parse(entryUri));
  if (entry === undefined) return unreadable(entryUri);
  const files = withImports(entry, LangiumDocuments);
  const { runbook, problems } = lower(files, {
    comments: failback.documentation.CommentProvider,
    namesVisibleFrom: (document) => failback.references.ScopeProvider.namesVisibleFrom(document),
  });
  const documents = files.map((file) => ({ uri: file.uri.toString(), text: file.textDocument.getText() }));
  return { runbook, problems, documents };
}

function forgetFiles({ shared }: Services): void {
  for (const document of shared.workspace.LangiumDocuments.all.toArray()) {
    shared.workspace.LangiumDocuments.deleteDocument(document.uri);
  }
}

function unreadable(uri: string): LoadedRunbook {
  const nowhere = { line: 0, character: 0 };
  const message = `There is no file at ${uri}. Check the path.`;
  const problem: TextProblem = {
    at: { uri, start: nowhere, end: nowhere },
    severity: 'error',
    code: 'missing-file',
    message,
  };
  return { runbook: undefined, problems: [problem], documents: [] };
}
