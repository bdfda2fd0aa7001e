import { inject, type Module } from 'langium';
import {
  createDefaultModule,
  createDefaultSharedModule,
  type DefaultSharedModuleContext,
  type LangiumServices,
  type LangiumSharedServices,
  type PartialLangiumServices,
  type PartialLangiumSharedServices,
} from 'langium/lsp';
import { type FailbackAddedServices, failbackCoreModule, oneLanguageModule } from './failback-module.ts';
import { FailbackCodeActions } from './features/code-actions.ts';
import { FailbackCompletion } from './features/completion.ts';
import { FailbackDocumentLinks } from './features/document-links.ts';
import { FailbackValidator } from './features/failback-validator.ts';
import { FailbackFormatting } from './features/formatting.ts';
import { FailbackHover } from './features/hover.ts';
import { FailbackRename } from './features/rename.ts';
import { FailbackSemanticTokens } from './features/semantic-tokens.ts';
import { FailbackSymbolKinds } from './features/symbol-kinds.ts';
import { FailbackGeneratedModule, FailbackGeneratedSharedModule } from './generated/module.ts';
import { ImportingDocumentBuilder } from './workspace/importing-document-builder.ts';
import { Inventories } from './workspace/inventories.ts';
import { RunbookAnalysis } from './workspace/runbook-analysis.ts';

interface ServerServices {
  readonly workspace: { readonly Inventories: Inventories; readonly Analysis: RunbookAnalysis };
}

export type FailbackLspServices = LangiumServices & FailbackAddedServices & ServerServices;

export interface ServerContext extends DefaultSharedModuleContext {
  /** The moment for which facts must be fresh. */
  readonly now: () => Date;
  /** Address of the place that holds `docs/`, once the client told it. */
  readonly documentationRoot: () => string | undefined;
}

const sharedModule: Module<LangiumSharedServices, PartialLangiumSharedServices> = {
  workspace: { DocumentBuilder: (services) => new ImportingDocumentBuilder(services) },
  lsp: { NodeKindProvider: () => new FailbackSymbolKinds() },
};

function serverModule(context: ServerContext): Module<FailbackLspServices, PartialLangiumServices & ServerServices> {
  return {
    workspace: {
      Inventories: (services) => new Inventories(services.shared),
      Analysis: (services) => new RunbookAnalysis(services, services.workspace.Inventories, context.now),
    },
    validation: {
      DocumentValidator: (services) =>
        new FailbackValidator(() => services.workspace.Analysis, context.documentationRoot),
    },
    lsp: {
      CodeActionProvider: () => new FailbackCodeActions(),
      CompletionProvider: (services) =>
        new FailbackCompletion(() => ({
          lexer: services.parser.Lexer,
          scopes: services.references.ScopeProvider,
          kinds: services.shared.lsp.NodeKindProvider,
          analysis: services.workspace.Analysis,
        })),
      DocumentLinkProvider: () => new FailbackDocumentLinks(),
      Formatter: () => new FailbackFormatting(),
      HoverProvider: (services) =>
        new FailbackHover(() => ({
          references: services.references.References,
          comments: services.documentation.CommentProvider,
          analysis: services.workspace.Analysis,
        })),
      RenameProvider: (services) => new FailbackRename(services),
      SemanticTokenProvider: (services) => new FailbackSemanticTokens(services),
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
