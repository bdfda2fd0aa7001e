import {
  type AstNodeDescription,
  type AstNodeDescriptionProvider,
  AstUtils,
  EMPTY_STREAM,
  type LangiumCoreServices,
  type LangiumDocument,
  type LangiumDocuments,
  type ReferenceInfo,
  type Scope,
  type ScopeProvider,
  type Stream,
  stream,
} from 'langium';
import type { File } from '../generated/ast.ts';
import { piecedFileOf } from '../pieces/pieced-file.ts';
import type { Named, NameTable } from './declared-names.ts';
import { FileNames } from './file-names.ts';
import { withImports } from './imported-files.ts';
import { namespaceOf } from './namespaces.ts';
import { VisibleNames } from './visible-names.ts';

/** Finds names without case in a file and its imports, through the table that each file keeps of its own. */
export class FailbackScopeProvider implements ScopeProvider {
  readonly #documents: LangiumDocuments;
  readonly #descriptions: AstNodeDescriptionProvider;
  readonly #visible = new WeakMap<LangiumDocument, VisibleNames>();
  readonly #reflection: LangiumCoreServices['shared']['AstReflection'];

  constructor(services: LangiumCoreServices) {
    this.#documents = services.shared.workspace.LangiumDocuments;
    this.#descriptions = services.workspace.AstNodeDescriptionProvider;
    this.#reflection = services.shared.AstReflection;
  }

  getScope(context: ReferenceInfo): Scope {
    const document = AstUtils.getDocument(context.container);
    const namespace = namespaceOf(this.#reflection.getReferenceType(context));
    if (namespace === undefined) return new TableScope([], () => undefined);
    const table = this.namesVisibleFrom(document);
    return new TableScope(
      stream(table.all(namespace)).map((node) => this.#describe(node)),
      (name) => this.#described(table.find(namespace, name)),
    );
  }

  /** All names that a file may use. The table follows every change; there is one for as long as the document lives. */
  namesVisibleFrom(document: LangiumDocument): NameTable {
    const known = this.#visible.get(document);
    if (known !== undefined) return known;
    const names = new VisibleNames(document, (from) => withImports(from, this.#documents), namesOf);
    this.#visible.set(document, names);
    return names;
  }

  #described(node: Named | undefined): AstNodeDescription | undefined {
    return node === undefined ? undefined : this.#describe(node);
  }

  #describe(node: Named): AstNodeDescription {
    return this.#descriptions.createDescription(node, node.name);
  }
}

/** What a file declares; worked out for the moment where a document was not read from a text. */
function namesOf(file: LangiumDocument<File>): FileNames {
  return piecedFileOf(file)?.names ?? new FileNames(file.parseResult.value);
}

class TableScope implements Scope {
  readonly #elements: Iterable<AstNodeDescription>;
  readonly #find: (name: string) => AstNodeDescription | undefined;

  constructor(elements: Iterable<AstNodeDescription>, find: (name: string) => AstNodeDescription | undefined) {
    this.#elements = elements;
    this.#find = find;
  }

  getElement(name: string): AstNodeDescription | undefined {
    return this.#find(name);
  }

  getElements(name: string): Stream<AstNodeDescription> {
    const found = this.#find(name);
    return found === undefined ? EMPTY_STREAM : stream([found]);
  }

  getAllElements(): Stream<AstNodeDescription> {
    return stream(this.#elements);
  }
}
