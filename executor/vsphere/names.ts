import { fold } from './retrieve.ts';
import { type Ref, refOf } from './vim-value.ts';
import type { XmlNode } from './xml-reader.ts';

/** Names of managed objects, since everything refers by id and people by name. */
export class Names {
  readonly #names = new Map<string, string>();

  set(ref: Ref, name: string): void {
    this.#names.set(fold(ref), name);
  }

  of(ref: Ref | undefined): string | undefined {
    return ref === undefined ? undefined : this.#names.get(fold(ref));
  }

  /**
   * A list of references as names. One whose name the account may not see keeps its id: it equals no name in a runbook, so
   * nothing is taken for present or absent because of it.
   */
  ofAll(nodes: readonly XmlNode[]): string[] {
    return nodes.flatMap((node) => {
      const ref = refOf(node);
      return ref === undefined ? [] : (this.of(ref) ?? ref.id);
    });
  }
}
