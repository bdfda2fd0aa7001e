import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  type DefaultSharedCoreModuleContext,
  inject,
  type LangiumCoreServices,
  type LangiumSharedCoreServices,
  type Module,
  type PartialLangiumCoreServices,
  type PartialLangiumSharedCoreServices,
} from 'langium';
import { DocumentationLines } from './documentation-lines.ts';
import { FailbackGeneratedModule, FailbackGeneratedSharedModule } from './generated/module.ts';
import { DeclarationDescriptions } from './names/declaration-description.ts';
import { FailbackScopeComputation } from './names/failback-scope-computation.ts';
import { FailbackScopeProvider } from './names/failback-scope-provider.ts';
import { NameIndex } from './names/name-index.ts';
import { NameLinker } from './names/name-linker.ts';
import { OneLanguage } from './one-language.ts';
import { FailbackLexer } from './parser/failback-lexer.ts';
import { FailbackTokenBuilder } from './parser/failback-token-builder.ts';
import { FailbackValueConverter } from './parser/failback-value-converter.ts';
import { LookaheadOnDemand } from './parser/lookahead-on-demand.ts';
import { CharacterMessages, SyntaxMessages } from './parser/syntax-messages.ts';
import { PieceReader } from './pieces/piece-reader.ts';
import { PiecesFactory } from './pieces/pieces-factory.ts';
import { FileDocuments } from './workspace/file-documents.ts';

/** Services that this language has and others have not. */
export interface FailbackAddedServices {
  readonly documentation: { readonly CommentProvider: DocumentationLines };
  readonly references: { readonly ScopeProvider: FailbackScopeProvider; readonly Linker: NameLinker };
  readonly pieces: { readonly Reader: PieceReader };
}

export type FailbackServices = LangiumCoreServices & FailbackAddedServices;

/** What reading a text takes, with and without an editor. */
export const failbackCoreModule: Module<FailbackServices, PartialLangiumCoreServices & FailbackAddedServices> = {
  documentation: { CommentProvider: () => new DocumentationLines() },
  parser: {
    // LL(2) takes the first alternative that fits, so `Stray` may overlap with every setting.
    ParserConfig: () => ({
      maxLookahead: 2,
      lookaheadStrategy: new LookaheadOnDemand({ maxLookahead: 2 }),
      recoveryEnabled: true,
      skipValidations: true,
    }),
    TokenBuilder: () => new FailbackTokenBuilder(),
    Lexer: (services) => new FailbackLexer(services),
    ValueConverter: () => new FailbackValueConverter(),
    ParserErrorMessageProvider: () => new SyntaxMessages(),
    LexerErrorMessageProvider: () => new CharacterMessages(),
  },
  references: {
    ScopeComputation: () => new FailbackScopeComputation(),
    ScopeProvider: (services) => new FailbackScopeProvider(services),
    Linker: (services) => new NameLinker(services),
  },
  pieces: { Reader: (services) => new PieceReader(services) },
  workspace: { AstNodeDescriptionProvider: (services) => new DeclarationDescriptions(services) },
};

/** Reads every file as this language, in pieces. */
export const oneLanguageModule: Module<LangiumSharedCoreServices, PartialLangiumSharedCoreServices> = {
  ServiceRegistry: (services) => new OneLanguage(services),
  workspace: {
    LangiumDocuments: (services) => new FileDocuments(services),
    LangiumDocumentFactory: (services) => new PiecesFactory(services),
    IndexManager: (services) => new NameIndex(services),
  },
};

/** Services without an editor: for the command line and for tests. */
export function createCoreServices(context: DefaultSharedCoreModuleContext): {
  shared: LangiumSharedCoreServices;
  failback: FailbackServices;
} {
  const shared = inject(createDefaultSharedCoreModule(context), FailbackGeneratedSharedModule, oneLanguageModule);
  const failback = inject(createDefaultCoreModule({ shared }), FailbackGeneratedModule, failbackCoreModule);
  shared.ServiceRegistry.register(failback);
  return { shared, failback };
}
