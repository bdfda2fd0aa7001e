import type { Named } from '../names/declared-names.ts';
import { type Namespace, namespaceOf } from '../names/namespaces.ts';
import type { Phase } from './block-kinds.ts';
import type { KeptBlock } from './kept-block.ts';

/** What can have unknown names. */
export interface Checkable {
  checkNames(): void;
}

/** What is left to do until what is kept is what the texts say. */
export class Agenda {
  readonly #toLower = new Map<Phase, Set<KeptBlock>>();
  readonly #toCheck = new Set<Checkable>();
  /** Names whose declaration or meaning changed. */
  readonly #changed = new Map<Namespace, Set<string>>();
  /** Names that were declared or are no longer. */
  readonly declared = new Map<Namespace, Set<string>>();
  /** Whether any problem came, went or changed. */
  problemsChanged = false;
  /** Whether all names are looked up again anyway, so that nobody need note which ones changed. */
  isAboutAll = false;

  lower(block: KeptBlock): void {
    const blocks = this.#toLower.get(block.phase);
    if (blocks === undefined) this.#toLower.set(block.phase, new Set([block]));
    else blocks.add(block);
  }

  check(one: Checkable): void {
    this.#toCheck.add(one);
  }

  takeToLower(phase: Phase): Iterable<KeptBlock> {
    const blocks = this.#toLower.get(phase);
    this.#toLower.delete(phase);
    return blocks ?? [];
  }

  takeToCheck(): readonly Checkable[] {
    const all = [...this.#toCheck];
    this.#toCheck.clear();
    return all;
  }

  declarationTouched(node: Named): void {
    if (this.isAboutAll) return;
    note(this.declared, node);
    note(this.#changed, node);
  }

  meaningChanged(node: Named): void {
    if (this.isAboutAll) return;
    note(this.#changed, node);
  }

  /** Called when everything is done. */
  clear(): void {
    this.#changed.clear();
    this.declared.clear();
    this.problemsChanged = false;
    this.isAboutAll = false;
  }

  takeChanged(namespace: Namespace): Iterable<string> {
    const keys = this.#changed.get(namespace);
    this.#changed.delete(namespace);
    return keys ?? [];
  }
}

function note(names: Map<Namespace, Set<string>>, node: Named): void {
  const namespace = namespaceOf(node.$type);
  if (namespace === undefined) return;
  const key = node.name.toLowerCase();
  const keys = names.get(namespace);
  if (keys === undefined) names.set(namespace, new Set([key]));
  else keys.add(key);
}
