import type { Diagnostic } from 'vscode-languageserver';

/** What the client knows of a file. */
export interface Sheet {
  readonly diagnostics: readonly Diagnostic[];
  /** Of the text it was told for; undefined: the file is not open. */
  readonly version: number | undefined;
  /** Another one with each list that differs from the one before. */
  readonly resultId: string;
}

/** What the client knows, by file. */
export class Sheets {
  readonly #sheets = new Map<string, Sheet>();
  #made = 0;

  of(uri: string): Sheet | undefined {
    return this.#sheets.get(uri);
  }

  put(uri: string, diagnostics: readonly Diagnostic[], version: number | undefined): Sheet {
    const last = this.#sheets.get(uri);
    const isSame = last !== undefined && isSameList(last.diagnostics, diagnostics);
    const resultId = isSame ? last.resultId : this.#nextId();
    const sheet = { diagnostics: isSame ? last.diagnostics : diagnostics, version, resultId };
    this.#sheets.set(uri, sheet);
    return sheet;
  }

  drop(uri: string): void {
    this.#sheets.delete(uri);
  }

  #nextId(): string {
    this.#made += 1;
    return String(this.#made);
  }
}

/** Diagnostics that were drawn once are the same objects; of the few others their words are compared. */
export function isSameList(some: readonly Diagnostic[], others: readonly Diagnostic[]): boolean {
  return some.length === others.length && some.every((one, at) => isSame(one, others[at]));
}

function isSame(one: Diagnostic, other: Diagnostic | undefined): boolean {
  if (one === other) return true;
  return one.message === other?.message && JSON.stringify(one) === JSON.stringify(other);
}
