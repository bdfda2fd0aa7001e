import type { Inventory } from '../../core/inventory/inventory.ts';

type NotCaptured = NonNullable<Inventory['notCaptured']>[number];

/** Names that are written out before the rest is counted. */
const NAMED = 3;

/** What one server did not tell, each thing once though a part was read twice, and gathered so that a right that is missing on 5,000 machines is one line. */
export class Untold {
  readonly #server: string;
  readonly #groups = new Map<string, { readonly what: string; readonly reason: string; readonly names: Set<string> }>();

  constructor(server: string) {
    this.#server = server;
  }

  /** @param what in the plural: `virtual machines` */
  note(what: string, name: string, reason: string): void {
    const key = `${what}\n${reason}`;
    const group = this.#groups.get(key) ?? { what, reason, names: new Set<string>() };
    group.names.add(name.length > 80 ? `${name.slice(0, 80)}…` : name);
    this.#groups.set(key, group);
  }

  /** A whole part. */
  part(what: string, reason: string): void {
    this.#groups.set(`${what}\n${reason}`, { what, reason, names: new Set() });
  }

  all(): readonly NotCaptured[] {
    return [...this.#groups.values()].map(({ what, reason, names }) => ({
      what: `${what}${names.size === 0 ? '' : ` ${listed(names)}`} on '${this.#server}'`,
      reason,
    }));
  }
}

function listed(names: ReadonlySet<string>): string {
  const sorted = [...names].sort();
  const shown = sorted.slice(0, NAMED).map((name) => `'${name}'`);
  const more = sorted.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
