import type { Runbook, Wave } from '../../../core/runbook/runbook.ts';
import { stretchBetween } from '../../../core/stretch.ts';
import { claimedTwice, claimKey } from '../check/check-claims.ts';
import type { TextProblem } from '../lower/text-problem.ts';

const NOTHING: readonly TextProblem[] = [];

/** Of one workspace folder: how often each runbook moves a machine, by the machine. */
type Claimants = Map<string, Map<string, number>>;

/**
 * Which runbook of a workspace moves which machine, and what is to be told where two move the same. An edit costs the
 * waves that it changed, and only runbooks that share a machine are compared. Folders of a workspace are apart: two
 * working copies of one repository are no two failbacks. A file in none of them belongs to no workspace.
 */
export class Claims {
  readonly #rootOf: (uri: string) => string | undefined;
  readonly #runbooks = new Map<string, Runbook>();
  readonly #byRoot = new Map<string, Claimants>();
  /** For each runbook those with which it shares machines, and how many. */
  readonly #sharing = new Map<string, Map<string, number>>();
  readonly #listeners: ((uris: readonly string[]) => void)[] = [];
  readonly #changed = new Set<string>();

  constructor(rootOf: (uri: string) => string | undefined) {
    this.#rootOf = rootOf;
  }

  /** Called soon after something else is to be told of some files, for what another runbook claims or no longer claims. */
  onChange(listener: (uris: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  /** Takes a runbook as it is now. A file without one claims nothing. */
  put(uri: string, runbook: Runbook | undefined): void {
    const last = this.#runbooks.get(uri);
    if (last === runbook) return;
    this.#tellSharers(uri);
    if (runbook === undefined) this.#runbooks.delete(uri);
    else this.#runbooks.set(uri, runbook);
    const claimants = this.#claimantsOf(uri);
    if (claimants === undefined) return;
    const [before, after] = [last?.waves ?? [], runbook?.waves ?? []];
    const { from, gone, came } = stretchBetween(before, after);
    for (const key of keysOf(before.slice(from, from + gone))) this.#count(claimants, key, uri, -1);
    for (const key of keysOf(after.slice(from, from + came))) this.#count(claimants, key, uri, 1);
    this.#tellSharers(uri);
  }

  /** Called when a file is gone. */
  drop(uri: string): void {
    this.put(uri, undefined);
  }

  /** Machines of a runbook that another one moves too. */
  problemsOf(uri: string): readonly TextProblem[] {
    const runbook = this.#runbooks.get(uri);
    const sharing = this.#sharing.get(uri);
    if (runbook === undefined || sharing === undefined) return NOTHING;
    return [...sharing.keys()]
      .sort()
      .flatMap((other) => {
        const their = this.#runbooks.get(other);
        if (their === undefined) return NOTHING;
        // In the same order from either side, so that both files use the same words.
        return uri < other ? claimedTwice(runbook, their) : claimedTwice(their, runbook);
      })
      .filter(({ at }) => at.uri === uri);
  }

  #claimantsOf(uri: string): Claimants | undefined {
    const root = this.#rootOf(uri);
    if (root === undefined) return undefined;
    const claimants = this.#byRoot.get(root) ?? new Map<string, Map<string, number>>();
    this.#byRoot.set(root, claimants);
    return claimants;
  }

  #count(claimants: Claimants, key: string, uri: string, by: 1 | -1): void {
    const claims = claimants.get(key) ?? new Map<string, number>();
    const before = claims.get(uri) ?? 0;
    add(claims, uri, by);
    if (claims.size === 0) claimants.delete(key);
    else claimants.set(key, claims);
    if (before > 0 && before + by > 0) return;
    for (const other of claims.keys()) if (other !== uri) this.#share(uri, other, by);
  }

  #share(one: string, other: string, by: 1 | -1): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const sharing = this.#sharing.get(from) ?? new Map<string, number>();
      add(sharing, to, by);
      if (sharing.size === 0) this.#sharing.delete(from);
      else this.#sharing.set(from, sharing);
    }
  }

  #tellSharers(uri: string): void {
    for (const other of this.#sharing.get(uri)?.keys() ?? []) this.#tellSoon(other);
  }

  #tellSoon(uri: string): void {
    if (this.#changed.size === 0)
      setTimeout(() => {
        const uris = [...this.#changed];
        this.#changed.clear();
        for (const listener of this.#listeners) listener(uris);
      }, 0);
    this.#changed.add(uri);
  }
}

function* keysOf(waves: readonly Wave[]): Iterable<string> {
  for (const { machines } of waves) for (const { value } of machines) yield claimKey(value);
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
