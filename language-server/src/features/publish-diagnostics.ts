import { type LangiumDocument, URI } from 'langium';
import {
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type FullDocumentDiagnosticReport,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  type UnchangedDocumentDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { ServerOptions } from '../../protocol.ts';
import type { FailbackLspServices } from '../failback-server-module.ts';
import { documentAt } from '../workspace/document-at.ts';
import { isSameList, Sheets } from './diagnostics/sheets.ts';

/** What a client is told that asks for diagnostics itself; nothing where it waits to be told. */
export function pulledDiagnostics({
  capabilities,
  initializationOptions,
}: InitializeParams): Pick<ServerCapabilities, 'diagnosticProvider'> {
  const wantsPush = (initializationOptions as ServerOptions | undefined)?.pushDiagnostics === true;
  if (wantsPush || capabilities.textDocument?.diagnostic === undefined) return {};
  return {
    diagnosticProvider: { identifier: 'failback', interFileDependencies: true, workspaceDiagnostics: true },
  };
}

/**
 * Hands diagnostics to the client: it is told of them, or asks for them where it can; never both. Lists that are as they
 * were are not sent again, but for the file that is typed in: there the client waits to hear that its version was judged.
 */
export function publishDiagnostics(connection: Connection, services: FailbackLspServices): void {
  const { workspace, lsp } = services.shared;
  const sheets = new Sheets();
  let pulls = false;
  let refreshes = false;
  lsp.LanguageServer.onInitialize((params) => {
    pulls = pulledDiagnostics(params).diagnosticProvider !== undefined;
    refreshes = pulls && params.capabilities.workspace?.diagnostics?.refreshSupport === true;
  });
  const send = connection.sendDiagnostics.bind(connection);
  // Of the text that was judged: while somebody types the editor may be further already.
  const versionOf = (uri: string): number | undefined =>
    workspace.TextDocuments.get(uri) && workspace.LangiumDocuments.getDocument(URI.parse(uri))?.textDocument.version;

  // Langium sends what a build told of a document through its connection; here it is compared with what was sent before.
  connection.sendDiagnostics = async ({ uri, diagnostics }) => {
    if (pulls) return;
    const version = versionOf(uri);
    const last = sheets.of(uri);
    if (last !== undefined && last.version === version && isSameList(last.diagnostics, diagnostics)) return;
    sheets.put(uri, diagnostics, version);
    await send({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  };
  services.workspace.Diagnostics.onSettled((files) => {
    if (refreshes) connection.languages.diagnostics.refresh();
    for (const { uri, diagnostics } of files)
      void connection.sendDiagnostics({ uri: uri.toString(), diagnostics: diagnostics ?? [] });
  });
  workspace.DocumentBuilder.onUpdate((_, deleted) => {
    for (const uri of deleted) {
      sheets.drop(uri.toString());
      services.workspace.Diagnostics.forget(uri.toString());
    }
  });

  const reportOn = (document: LangiumDocument, diagnostics: Diagnostic[], previous: string | undefined): Report => {
    const uri = document.uri.toString();
    const { resultId } = sheets.put(uri, diagnostics, versionOf(uri));
    return resultId === previous ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items: diagnostics };
  };

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }): Promise<DocumentDiagnosticReport> => {
    const document = await documentAt(services.shared, textDocument.uri);
    if (document === undefined) return { kind: 'full', items: [] };
    return reportOn(document, await services.workspace.Diagnostics.atOnce(document), previousResultId);
  });
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partly) => {
    await workspace.WorkspaceManager.ready;
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (const document of workspace.LangiumDocuments.all.toArray()) {
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'It was cancelled.');
      const uri = document.uri.toString();
      const report = reportOn(document, await services.workspace.Diagnostics.settled(document), previous.get(uri));
      const item = { ...report, uri, version: versionOf(uri) ?? null };
      if (partly === undefined) items.push(item);
      else partly.report({ items: [item] });
    }
    return { items };
  });
}

type Report = (FullDocumentDiagnosticReport & { readonly resultId: string }) | UnchangedDocumentDiagnosticReport;
