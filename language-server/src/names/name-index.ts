import {
  type AstNode,
  type AstNodeDescription,
  type AstReflection,
  AstUtils,
  CstUtils,
  type IndexManager,
  type LangiumDocument,
  type LangiumDocuments,
  type LangiumSharedCoreServices,
  type ReferenceDescription,
  type Stream,
  stream,
} from 'langium';
import type { File } from '../generated/ast.ts';
import type { UsedName } from '../pieces/piece.ts';
import { piecedFileOf } from '../pieces/pieced-file.ts';
import type { FileDocuments } from '../workspace/file-documents.ts';
import { declarationsOf } from './declared-names.ts';

/**
 * What is declared and used in the workspace, read from the tables that each file keeps of its names. So there is nothing
 * to index when a file is built and nothing to forget when it changes.
 */
export class NameIndex implements IndexManager {
  readonly #services: LangiumSharedCoreServices;

  constructor(services: LangiumSharedCoreServices) {
    this.#services = services;
  }

  findAllReferences(target: AstNode): Stream<ReferenceDescription> {
    const { name } = target as { readonly name?: string };
    if (name === undefined) return stream([]);
    const document = AstUtils.getDocument(target);
    const users = [document, ...(this.#documents as FileDocuments).importersOf(document)];
    const uses = users.flatMap((user) => piecedFileOf(user)?.usedNames.of(name) ?? []);
    return stream(uses)
      .filter((use) => use.ref === target)
      .map((use) => this.#described(use, target));
  }

  *#declarations(nodeType: string | undefined, uris: Set<string> | undefined): Iterable<AstNodeDescription> {
    for (const document of this.#documents.all) {
      if (uris !== undefined && !uris.has(document.uri.toString())) continue;
      const descriptions = this.#languageOf(document).workspace.AstNodeDescriptionProvider;
      for (const node of declarationsOf(document.parseResult.value as File)) {
        if (nodeType === undefined || this.#reflection.isSubtype(node.$type, nodeType))
          yield descriptions.createDescription(node, node.name, document);
      }
    }
  }

  allElements(nodeType?: string, uris?: Set<string>): Stream<AstNodeDescription> {
    return stream(this.#declarations(nodeType, uris));
  }

  isAffected(document: LangiumDocument, changedUris: Set<string>): boolean {
    const { uris } = (this.#documents as FileDocuments).reachOf(document);
    return [...changedUris].some((uri) => uris.has(uri));
  }

  async updateContent(): Promise<void> {}

  async updateReferences(): Promise<void> {}

  remove(): void {}

  removeContent(): void {}

  removeReferences(): void {}

  get #documents(): LangiumDocuments {
    return this.#services.workspace.LangiumDocuments;
  }

  get #reflection(): AstReflection {
    return this.#services.AstReflection;
  }

  #languageOf({ uri }: LangiumDocument) {
    return this.#services.ServiceRegistry.getServices(uri);
  }

  #described({ container, $refNode }: UsedName, target: AstNode): ReferenceDescription {
    const source = AstUtils.getDocument(container);
    const document = AstUtils.getDocument(target);
    const locator = this.#languageOf(source).workspace.AstNodeLocator;
    const nowhere = { offset: 0, end: 0, length: 0, range: NOWHERE };
    return {
      sourceUri: source.uri,
      sourcePath: locator.getAstNodePath(container),
      targetUri: document.uri,
      targetPath: locator.getAstNodePath(target),
      segment: $refNode === undefined ? nowhere : CstUtils.toDocumentSegment($refNode),
      local: source === document,
    };
  }
}

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
