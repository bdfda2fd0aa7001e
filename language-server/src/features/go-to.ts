import { type AstNode, AstUtils, type LangiumDocument, type LangiumDocuments, type References } from 'langium';
import type { ImplementationProvider, TypeDefinitionProvider } from 'langium/lsp';
import type { ImplementationParams, LocationLink, TypeDefinitionParams } from 'vscode-languageserver';
import {
  type File,
  isAppliance,
  isDatastore,
  isDefaults,
  isHost,
  isMember,
  isVCenterSetting,
  isVm,
  isVmGroup,
  isWave,
} from '../generated/ast.ts';
import { placeOfFirstWord, placeOfName } from '../lower/places.ts';
import { namespaceOf } from '../names/namespaces.ts';
import { leafAt } from './place/elements.ts';

/** From a machine to what it takes its settings from: its group, else `defaults vm`; from a thing of the site to its vCenter. */
export class FailbackTypeDefinition implements TypeDefinitionProvider {
  readonly #references: () => References;

  constructor(references: () => References) {
    this.#references = references;
  }

  getTypeDefinition(document: LangiumDocument, { position }: TypeDefinitionParams): LocationLink[] {
    const node = declarationAt(document, position, this.#references());
    const kind = node && kindOf(node);
    return kind === undefined ? [] : [linkTo(kind)];
  }
}

/** From a name to where it is put to work: the waves that move a machine, whatever uses a thing of the site. */
export class FailbackImplementation implements ImplementationProvider {
  readonly #references: () => References;
  readonly #documents: () => LangiumDocuments;

  constructor(references: () => References, documents: () => LangiumDocuments) {
    this.#references = references;
    this.#documents = documents;
  }

  getImplementation(document: LangiumDocument, { position }: ImplementationParams): LocationLink[] {
    const node = declarationAt(document, position, this.#references());
    if (node === undefined) return [];
    const users = new Set(this.#named(node).flatMap((one) => this.#usersOf(one)));
    const isMachine = namespaceOf(node.$type) === 'machine';
    return [...users].filter((user) => !isMachine || isWave(user)).map(linkTo);
  }

  /** A member comes home with its group wherever the group is named. */
  #named(node: AstNode): readonly AstNode[] {
    return isMember(node) && isVmGroup(node.$container) ? [node, node.$container] : [node];
  }

  #usersOf(node: AstNode): readonly AstNode[] {
    return this.#references()
      .findReferences(node, {})
      .toArray()
      .flatMap(({ sourceUri, segment }) => {
        const document = this.#documents().getDocument(sourceUri);
        const leaf = document && leafAt(document, segment.range.start);
        const block = leaf && blockOf(leaf.astNode);
        return block === undefined ? [] : [block];
      });
  }
}

/** The declaration that is named at a position. */
export function declarationAt(
  document: LangiumDocument,
  position: TypeDefinitionParams['position'],
  references: References,
): AstNode | undefined {
  const leaf = leafAt(document, position);
  const [node] = leaf === undefined ? [] : references.findDeclarations(leaf);
  return node !== undefined && namespaceOf(node.$type) !== undefined ? node : undefined;
}

/** The block at the top of its file in which a node stands. */
export function blockOf(node: AstNode): AstNode | undefined {
  let block: AstNode | undefined = node;
  while (block !== undefined && block.$container?.$type !== 'File') block = block.$container;
  return block;
}

function kindOf(node: AstNode): AstNode | undefined {
  if (isMember(node)) return node.$container;
  if (isVm(node) || isVmGroup(node)) {
    const file = AstUtils.getDocument(node).parseResult.value as File;
    return file.blocks.find(isDefaults);
  }
  if (!isDatastore(node) && !isHost(node) && !isAppliance(node)) return undefined;
  const settings: readonly AstNode[] = node.settings;
  return settings.find(isVCenterSetting)?.value?.target?.ref;
}

function linkTo(node: AstNode): LocationLink {
  const { start, end } = placeOfName(node);
  const range = node.$cstNode?.range ?? placeOfFirstWord(node);
  return {
    targetUri: AstUtils.getDocument(node).uri.toString(),
    targetRange: { start: range.start, end: range.end },
    targetSelectionRange: { start, end },
  };
}
