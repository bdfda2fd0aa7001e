import {
  type AstNode,
  DefaultLangiumDocumentFactory,
  DocumentState,
  type LangiumDocument,
  type LangiumSharedCoreServices,
  type ParserOptions,
  type TextDocument,
  type URI,
} from 'langium';
import type { FailbackServices } from '../failback-module.ts';
import type { FileDocuments } from '../workspace/file-documents.ts';
import { EditedText } from './edited-text.ts';
import type { PieceReader } from './piece-reader.ts';
import { PiecedFile, piecedFileOf } from './pieced-file.ts';

type Content = string | TextDocument | { $model: AstNode };

/** Reads every text in pieces, and after an edit only the pieces that changed. */
export class PiecesFactory extends DefaultLangiumDocumentFactory {
  readonly #documents: () => FileDocuments;

  constructor(services: LangiumSharedCoreServices) {
    super(services);
    this.#documents = () => services.workspace.LangiumDocuments as FileDocuments;
  }

  /** A document whose text changed takes the new one, with its tree and its names, in one go. */
  override async update<T extends AstNode>(document: LangiumDocument<T>): Promise<LangiumDocument<T>> {
    const text = await this.#textOf(document.uri);
    const file = piecedFileOf(document);
    if (file === undefined) {
      give(document, text, this.open(text, this.#readerFor(document.uri)));
      this.#documents().importsChanged();
    } else if (text !== file.text) {
      const areImportsTouched = file.update(text);
      give(document, text, file);
      if (areImportsTouched) this.#documents().importsChanged();
    }
    document.state = DocumentState.Parsed;
    return document;
  }

  protected override create<T extends AstNode = AstNode>(
    uri: URI,
    content: string | TextDocument | { $model: T },
    options?: ParserOptions,
  ): LangiumDocument<T> {
    return isModel(content) || options?.rule !== undefined
      ? super.create(uri, content, options)
      : this.#read<T>(uri, content);
  }

  protected override async createAsync<T extends AstNode = AstNode>(
    uri: URI,
    content: string | TextDocument,
  ): Promise<LangiumDocument<T>> {
    return this.#read<T>(uri, content);
  }

  #read<T extends AstNode>(uri: URI, content: string | TextDocument): LangiumDocument<T> {
    const text = this.#edited(uri, content);
    const file = this.open(text, this.#readerFor(uri));
    // The entry rule of the grammar is `File`, so this is what a document of this language holds.
    return this.createLangiumDocument(file.result(), uri, text) as unknown as LangiumDocument<T>;
  }

  protected open(text: EditedText, reader: PieceReader): PiecedFile {
    return new PiecedFile(text, reader);
  }

  async #textOf(uri: URI): Promise<EditedText> {
    return this.#edited(uri, this.textDocuments?.get(uri) ?? (await this.fileSystemProvider.readFile(uri)));
  }

  #edited(uri: URI, content: string | TextDocument): EditedText {
    if (content instanceof EditedText) return content;
    return typeof content === 'string'
      ? EditedText.of(uri.toString(), this.#services(uri).LanguageMetaData.languageId, 0, content)
      : EditedText.of(content.uri, content.languageId, content.version, content.getText());
  }

  #readerFor(uri: URI): PieceReader {
    return this.#services(uri).pieces.Reader;
  }

  #services(uri: URI): FailbackServices {
    return this.serviceRegistry.getServices(uri) as FailbackServices;
  }
}

function give(document: LangiumDocument, text: EditedText, file: PiecedFile): void {
  // A document made from a model computes its text, so the property is defined anew.
  Object.defineProperty(document, 'textDocument', {
    value: text,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  document.parseResult = file.result();
  Object.assign(file.file, { $document: document });
}

function isModel(content: Content): content is { $model: AstNode } {
  return typeof content === 'object' && '$model' in content;
}
