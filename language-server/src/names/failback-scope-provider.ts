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
  WorkspaceCache,
} from 'langium';
import { declarationsOf, type Named, NameTable } from './declared-names.ts';
import { withImports } from './imported-files.ts';
import { type Namespace, namespaceOf, staysInItsFile } from './namespaces.ts';

/** Finds names without case in a file and its imports, through one table for each file. */
export class FailbackScopeProvider implements ScopeProvider {
  readonly #documents: LangiumDocuments;
  readonly #descriptions: AstNodeDescriptionProvider;
  readonly #tables: WorkspaceCache<string, NameTable>;
  readonly #reflection: LangiumCoreServices['shared']['AstReflection'];

  constructor(services: LangiumCoreServices) {
    this.#documents = services.shared.workspace.LangiumDocuments;
    this.#descriptions = services.workspace.AstNodeDescriptionProvider;
    this.#reflection = services.shared.AstReflection;
    this.#tables = new WorkspaceCache(services.shared);
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

  /** All names that a file may use. */
  namesVisibleFrom(document: LangiumDocument): NameTable {
    return this.#tables.get(document.uri.toString(), () => this.#tableFor(document));
  }

  /** For whoever changes documents without the document builder. */
  forget(): void {
    this.#tables.clear();
  }

  #tableFor(document: LangiumDocument): NameTable {
    const table = new NameTable();
    for (const file of withImports(document, this.#documents)) {
      for (const declaration of declarationsOf(file.parseResult.value)) {
        const namespace: Namespace | undefined = namespaceOf(declaration.$type);
        if (namespace === undefined || (file !== document && staysInItsFile(namespace))) continue;
        table.add(declaration);
      }
    }
    return table;
  }

  #described(node: Named | undefined): AstNodeDescription | undefined {
    return node === undefined ? undefined : this.#describe(node);
  }

  #describe(node: Named): AstNodeDescription {
    return this.#descriptions.createDescription(node, node.name);
  }
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
