import { inject, type LangiumCompletionParser, type Module } from 'langium';
import {
  createDefaultModule,
  createDefaultSharedModule,
  type DefaultSharedModuleContext,
  type LangiumServices,
  type LangiumSharedServices,
  NormalizedTextDocuments,
  type PartialLangiumServices,
  type PartialLangiumSharedServices,
} from 'langium/lsp';
import type { Rule } from '../../core/rules/rule.ts';
import { type FailbackAddedServices, failbackCoreModule, oneLanguageModule } from './failback-module.ts';
import { analysisOf } from './features/analysis-of.ts';
import { FailbackCallHierarchy } from './features/call-hierarchy.ts';
import { FailbackCodeActions } from './features/code-actions/code-actions.ts';
import { FailbackCodeLenses } from './features/code-lenses.ts';
import { FailbackCompletion } from './features/completion/completion.ts';
import { FailbackDocumentLinks } from './features/document-links.ts';
import { FailbackDocumentSymbols } from './features/document-symbols.ts';
import { FailbackValidator } from './features/failback-validator.ts';
import { FailbackFolding } from './features/folding.ts';
import { FailbackFormatting } from './features/formatting.ts';
import { FailbackLanguageServer } from './features/further-requests.ts';
import { FailbackImplementation, FailbackTypeDefinition } from './features/go-to.ts';
import { FailbackHover } from './features/hover.ts';
import { FailbackInlayHints } from './features/inlay-hints.ts';
import { PlanAtHand } from './features/plan-at-hand.ts';
import { FailbackRename } from './features/rename.ts';
import { FailbackFileRenames } from './features/rename-files.ts';
import { FailbackSemanticTokens } from './features/semantic-tokens.ts';
import { FailbackSignatureHelp } from './features/signature-help.ts';
import { FailbackSymbolKinds } from './features/symbol-kinds.ts';
import { FailbackWorkspaceSymbols } from './features/workspace-symbols.ts';
import { FailbackGeneratedModule, FailbackGeneratedSharedModule } from './generated/module.ts';
import { editedTexts } from './pieces/edited-texts.ts';
import { AnsweredDocuments } from './workspace/answered-documents.ts';
import { Claims } from './workspace/claims.ts';
import { ClientSettings } from './workspace/client-settings.ts';
import { DocumentUpdates } from './workspace/document-updates.ts';
import { FileDiagnostics } from './workspace/file-diagnostics.ts';
import type { FileDocuments } from './workspace/file-documents.ts';
import { ImportingDocumentBuilder } from './workspace/importing-document-builder.ts';
import { Inventories } from './workspace/inventories.ts';
import { type Clock, Quiet } from './workspace/quiet.ts';
import { ReadableWorkspace } from './workspace/readable-workspace.ts';
import { RunbookAnalysis } from './workspace/runbook-analysis.ts';

interface ServerServices {
  readonly workspace: {
    readonly Quiet: Quiet;
    readonly Inventories: Inventories;
    readonly Claims: Claims;
    readonly Analysis: RunbookAnalysis;
    readonly Plans: PlanAtHand;
    readonly Diagnostics: FileDiagnostics;
  };
}

export type FailbackLspServices = LangiumServices & FailbackAddedServices & ServerServices;

export interface ServerContext extends DefaultSharedModuleContext {
  /** The moment for which facts must be fresh. */
  readonly now: () => Date;
  /** Address of the place that holds `docs/`, once the client told it. */
  readonly documentationRoot: () => string | undefined;
  /** Whether the editor has the commands of the extension. */
  readonly hasCommands?: () => boolean;
  /** The rules to judge by; the catalogue where nothing is said. */
  readonly rules?: readonly Rule[];
  /** By which work makes way for whoever types; the real one where nothing is said. */
  readonly clock?: Clock;
}

const sharedModule: Module<LangiumSharedServices, PartialLangiumSharedServices> = {
  workspace: {
    ConfigurationProvider: (services) => new ClientSettings(services),
    DocumentBuilder: (services) => new ImportingDocumentBuilder(services),
    LangiumDocuments: (services) => new AnsweredDocuments(services),
    TextDocuments: () => new NormalizedTextDocuments(editedTexts),
    WorkspaceManager: (services) => new ReadableWorkspace(services),
  },
  lsp: {
    DocumentUpdateHandler: (services) => new DocumentUpdates(services),
    FileOperationHandler: (services) => new FailbackFileRenames(() => services.workspace.LangiumDocuments),
    LanguageServer: (services) => new FailbackLanguageServer(services),
    NodeKindProvider: () => new FailbackSymbolKinds(),
    WorkspaceSymbolProvider: (services) =>
      new FailbackWorkspaceSymbols(
        () => services.workspace.LangiumDocuments,
        () => services.lsp.NodeKindProvider,
      ),
  },
};

function serverModule(context: ServerContext): Module<FailbackLspServices, PartialLangiumServices & ServerServices> {
  return {
    workspace: {
      Quiet: () => new Quiet(context.clock),
      Inventories: (services) => new Inventories(services.shared, services.workspace.Quiet),
      Plans: () =>
        new PlanAtHand(context.now, () => {
          // An editor that cannot draw anew says so; what it shows follows with its next request.
          void context.connection?.languages.inlayHint.refresh().catch(() => undefined);
          void context.connection?.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
        }),
      Claims: (services) => {
        const folders = services.shared.workspace.WorkspaceManager as ReadableWorkspace;
        const claims = new Claims((uri) => folders.rootOf(uri));
        // A lens counts the machines that another runbook moves too.
        claims.onChange(() => {
          void context.connection?.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
        });
        return claims;
      },
      Analysis: (services) =>
        new RunbookAnalysis(
          services,
          services.workspace.Inventories,
          services.workspace.Claims,
          context.now,
          context.rules,
        ),
      Diagnostics: (services) =>
        new FileDiagnostics(
          services.shared.workspace.LangiumDocuments as FileDocuments,
          services.workspace.Analysis,
          services.workspace.Claims,
          context.documentationRoot,
          services.workspace.Quiet,
        ),
    },
    // A second parser of the whole grammar, for Langium's own completion only. A server makes every service when it starts,
    // and this one would take a third of that.
    parser: { CompletionParser: () => undefined as unknown as LangiumCompletionParser },
    validation: {
      DocumentValidator: (services) => new FailbackValidator(() => services.workspace.Diagnostics),
    },
    lsp: {
      CodeActionProvider: (services) =>
        new FailbackCodeActions(() => ({
          documents: services.shared.workspace.LangiumDocuments,
          analysisOf: (document) => analysisOf(document, services.workspace.Analysis),
          now: context.now,
        })),
      CodeLensProvider: (services) =>
        new FailbackCodeLenses(() => ({
          analysisOf: (document) => analysisOf(document, services.workspace.Analysis),
          plans: services.workspace.Plans,
          claims: () => services.workspace.Claims,
          hasCommands: () => context.hasCommands?.() ?? false,
        })),
      CompletionProvider: (services) =>
        new FailbackCompletion(() => ({
          lexer: services.parser.Lexer,
          scopes: services.references.ScopeProvider,
          kinds: services.shared.lsp.NodeKindProvider,
          documents: services.shared.workspace.LangiumDocuments,
          files: services.shared.workspace.FileSystemProvider,
          now: context.now,
          analysisOf: (document) => analysisOf(document, services.workspace.Analysis),
        })),
      CallHierarchyProvider: (services) =>
        new FailbackCallHierarchy(() => ({
          references: services.references.References,
          documents: services.shared.workspace.LangiumDocuments,
          kinds: services.shared.lsp.NodeKindProvider,
        })),
      DocumentLinkProvider: () => new FailbackDocumentLinks(context.documentationRoot),
      DocumentSymbolProvider: (services) => new FailbackDocumentSymbols(services.shared.lsp.NodeKindProvider),
      FoldingRangeProvider: () => new FailbackFolding(),
      Formatter: (services) => new FailbackFormatting(() => services.parser),
      HoverProvider: (services) =>
        new FailbackHover(() => ({
          references: services.references.References,
          comments: services.documentation.CommentProvider,
          analysis: services.workspace.Analysis,
          plans: services.workspace.Plans,
          now: context.now,
        })),
      ImplementationProvider: (services) =>
        new FailbackImplementation(
          () => services.references.References,
          () => services.shared.workspace.LangiumDocuments,
        ),
      InlayHintProvider: (services) =>
        new FailbackInlayHints(() => ({
          analysisOf: (document) => analysisOf(document, services.workspace.Analysis),
          plans: services.workspace.Plans,
          settings: services.shared.workspace.ConfigurationProvider,
          hasCommands: () => context.hasCommands?.() ?? false,
        })),
      RenameProvider: (services) => new FailbackRename(services),
      SemanticTokenProvider: () => new FailbackSemanticTokens(),
      SignatureHelp: (services) => new FailbackSignatureHelp(() => services.parser.Lexer),
      TypeProvider: (services) => new FailbackTypeDefinition(() => services.references.References),
    },
  };
}

/** Everything a language server needs; it runs in Node and would in a browser, given another file system. */
export function createServerServices(context: ServerContext): {
  shared: LangiumSharedServices;
  failback: FailbackLspServices;
} {
  const shared = inject(
    createDefaultSharedModule(context),
    FailbackGeneratedSharedModule,
    oneLanguageModule,
    sharedModule,
  );
  const failback = inject(
    createDefaultModule({ shared }),
    FailbackGeneratedModule,
    failbackCoreModule,
    serverModule(context),
  );
  shared.ServiceRegistry.register(failback);
  return { shared, failback };
}
