import {
  type AstNode,
  type AstNodeDescription,
  type AstNodeDescriptionProvider,
  AstUtils,
  CstUtils,
  type DocumentSegment,
  type LangiumCoreServices,
  type LangiumDocument,
  type URI,
} from 'langium';

/** Describes declarations by what they are now: path and places are worked out when asked for, as edits move them. */
export class DeclarationDescriptions implements AstNodeDescriptionProvider {
  readonly #services: LangiumCoreServices;

  constructor(services: LangiumCoreServices) {
    this.#services = services;
  }

  createDescription(node: AstNode, name: string | undefined, document?: LangiumDocument): AstNodeDescription {
    const known = name ?? this.#services.references.NameProvider.getName(node);
    if (!known) throw new Error(`A ${node.$type} without a name cannot be described.`);
    const { uri } = document ?? AstUtils.getDocument(node);
    return new DeclarationDescription(node, known, uri, this.#services) as AstNodeDescription;
  }
}

class DeclarationDescription {
  readonly node: AstNode;
  readonly name: string;
  readonly documentUri: URI;
  readonly #services: LangiumCoreServices;

  constructor(node: AstNode, name: string, documentUri: URI, services: LangiumCoreServices) {
    this.node = node;
    this.name = name;
    this.documentUri = documentUri;
    this.#services = services;
  }

  get type(): string {
    return this.node.$type;
  }

  get path(): string {
    return this.#services.workspace.AstNodeLocator.getAstNodePath(this.node);
  }

  get nameSegment(): DocumentSegment | undefined {
    return segmentOf(this.#services.references.NameProvider.getNameNode(this.node) ?? this.node.$cstNode);
  }

  get selectionSegment(): DocumentSegment | undefined {
    return segmentOf(this.node.$cstNode);
  }
}

function segmentOf(cst: AstNode['$cstNode']): DocumentSegment | undefined {
  return CstUtils.toDocumentSegment(cst);
}
