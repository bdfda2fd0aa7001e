import { DocumentState } from 'langium';
import { createServerRequestHandler, DefaultLanguageServer, type LangiumSharedServices } from 'langium/lsp';
import type {
  CallHierarchyItem,
  CallHierarchyPrepareParams,
  Connection,
  InitializeParams,
  InitializeResult,
  LinkedEditingRangeParams,
  LinkedEditingRanges,
  SelectionRange,
  SelectionRangeParams,
} from 'vscode-languageserver';
import type { FailbackLspServices } from '../failback-server-module.ts';
import { linkedEditingRanges } from './linked-editing.ts';
import { pulledDiagnostics } from './publish-diagnostics.ts';
import { selectionRanges } from './selection-ranges.ts';

/** Announces what Langium's own server does not know of. */
export class FailbackLanguageServer extends DefaultLanguageServer {
  protected override buildInitializeResult(params: InitializeParams): InitializeResult {
    const result = super.buildInitializeResult(params);
    const codeActionProvider = { codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll'] };
    return {
      ...result,
      capabilities: {
        ...result.capabilities,
        codeActionProvider,
        selectionRangeProvider: true,
        linkedEditingRangeProvider: true,
        ...pulledDiagnostics(params),
      },
    };
  }
}

/** Answers the requests for which Langium has no service. */
export function answerFurtherRequests(
  connection: Connection,
  shared: LangiumSharedServices,
  services: FailbackLspServices,
): void {
  connection.onSelectionRanges(
    createServerRequestHandler<SelectionRangeParams, SelectionRange[], never>(
      (_services, document, { positions }) => selectionRanges(document, positions),
      shared,
      DocumentState.Parsed,
    ),
  );
  connection.languages.onLinkedEditingRange(
    createServerRequestHandler<LinkedEditingRangeParams, LinkedEditingRanges, never>(
      (_services, document, { position }) => linkedEditingRanges(document, position, services.references.References),
      shared,
      DocumentState.IndexedReferences,
    ),
  );
}

/**
 * Answers a request that Langium breaks down at where the address is no runbook's, and for which it waits for the whole
 * workspace. Called after Langium's server has started: the last handler counts.
 */
export function answerInItsPlace(
  connection: Connection,
  shared: LangiumSharedServices,
  services: FailbackLspServices,
): void {
  connection.languages.callHierarchy.onPrepare(
    createServerRequestHandler<CallHierarchyPrepareParams, CallHierarchyItem[], never>(
      async (_services, document, params, cancelToken) =>
        (await services.lsp.CallHierarchyProvider?.prepareCallHierarchy(document, params, cancelToken)) ?? null,
      shared,
      DocumentState.IndexedReferences,
    ),
  );
}
