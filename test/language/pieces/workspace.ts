import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  DocumentState,
  EmptyFileSystem,
  inject,
  type LangiumCoreServices,
  type LangiumDocument,
  type LangiumSharedCoreServices,
  type TextDocument,
  URI,
} from 'langium';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import {
  type FailbackServices,
  failbackCoreModule,
  oneLanguageModule,
} from '../../../language-server/src/failback-module.ts';
import {
  FailbackGeneratedModule,
  FailbackGeneratedSharedModule,
} from '../../../language-server/src/generated/module.ts';
import { editedTexts } from '../../../language-server/src/pieces/edited-texts.ts';

/** Services in the place of others, so that a test can plant a fault. */
export interface Planted {
  readonly shared?: object;
  readonly failback?: object;
  readonly texts?: typeof editedTexts;
}

/** Files that refer to one another, as an editor has them open. */
export class Workspace {
  readonly shared: LangiumSharedCoreServices;
  readonly failback: FailbackServices;
  readonly #open = new Map<string, TextDocument>();
  readonly #texts: typeof editedTexts;

  constructor(planted: Planted = {}) {
    this.#texts = planted.texts ?? editedTexts;
    const textsInEditor = { get: (uri: string | URI) => this.#open.get(uri.toString()) };
    this.shared = inject(
      createDefaultSharedCoreModule(EmptyFileSystem),
      FailbackGeneratedSharedModule,
      oneLanguageModule,
      { workspace: { TextDocuments: () => textsInEditor } } as never,
      (planted.shared ?? {}) as never,
    ) as LangiumSharedCoreServices;
    this.failback = inject(
      createDefaultCoreModule({ shared: this.shared }),
      FailbackGeneratedModule,
      failbackCoreModule,
      (planted.failback ?? {}) as never,
    ) as FailbackServices;
    this.shared.ServiceRegistry.register(this.failback);
  }

  get documents(): readonly LangiumDocument[] {
    return this.shared.workspace.LangiumDocuments.all.toArray();
  }

  document(path: string): LangiumDocument {
    const document = this.shared.workspace.LangiumDocuments.getDocument(uriOf(path));
    if (document === undefined) throw new Error(`${path} is not open`);
    return document;
  }

  text(path: string): string {
    return this.#open.get(uriOf(path).toString())?.getText() ?? '';
  }

  /** Closes everything, and opens these. Building a parser takes longer than reading files, so services are kept. */
  open(texts: Readonly<Record<string, string>>): this {
    const { LangiumDocuments, LangiumDocumentFactory } = this.shared.workspace;
    for (const { uri } of this.documents) LangiumDocuments.deleteDocument(uri);
    for (const [path, text] of Object.entries(texts)) {
      const uri = uriOf(path);
      const edited = this.#texts.create(uri.toString(), 'failback', 1, text);
      this.#open.set(uri.toString(), edited);
      const document = LangiumDocumentFactory.fromTextDocument(edited, uri);
      document.state = DocumentState.Validated;
      LangiumDocuments.addDocument(document);
    }
    return this;
  }

  /** Takes changes of one file as an editor sends them. */
  async change(path: string, changes: readonly TextDocumentContentChangeEvent[]): Promise<void> {
    const document = this.document(path);
    this.type(path, changes);
    await this.shared.workspace.LangiumDocumentFactory.update(document, undefined as never);
    document.state = DocumentState.Validated;
  }

  /** Changes the text alone, as before the server comes to read it. */
  type(path: string, changes: readonly TextDocumentContentChangeEvent[]): void {
    const key = uriOf(path).toString();
    const before = this.#open.get(key);
    if (before !== undefined) this.#open.set(key, this.#texts.update(before, [...changes], before.version + 1));
  }
}

function uriOf(path: string): URI {
  return URI.parse(`memory:///${path}`);
}

let stock: LangiumCoreServices | undefined;

/** Langium as it comes, over the whole text at once: the same lexer and grammar, and nothing of ours behind them. */
export function readByLangium(text: string): LangiumDocument {
  if (stock === undefined) {
    const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), FailbackGeneratedSharedModule);
    const { LangiumParser: _, ...parser } = failbackCoreModule.parser as Record<string, unknown>;
    stock = inject(createDefaultCoreModule({ shared }), FailbackGeneratedModule, {
      parser,
    } as never) as LangiumCoreServices;
    shared.ServiceRegistry.register(stock);
  }
  return stock.shared.workspace.LangiumDocumentFactory.fromString(text, uriOf('whole.failback'));
}
