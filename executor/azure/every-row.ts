import { FailbackError } from '../../core/failback-error.ts';

/** A list as Microsoft's SDKs answer it. */
interface Paged<T> {
  byPage(): AsyncIterable<readonly T[]>;
}

/** Times that one page may come within one list: services lose their place, and some send pages without rows. */
const MOST_TIMES = 3;
const MOST_EMPTY = 100;

type Row = { readonly id?: string };

/**
 * The pages of a list of an SDK, which follows them wherever they lead, to no end where one leads to itself.
 * @throws FailbackError `azure-list-circles` where the same page keeps coming
 */
export async function* everyPage<T extends Row>(list: Paged<T>, what: string): AsyncGenerator<readonly T[]> {
  const seen = new Map<string, number>();
  for await (const page of list.byPage()) {
    const key = page.map(({ id }) => id).join('\n');
    const times = (seen.get(key) ?? 0) + 1;
    if (times > (page.length === 0 ? MOST_EMPTY : MOST_TIMES)) throw circles(what);
    seen.set(key, times);
    yield page;
  }
}

/**
 * The rows of such a list. One that comes twice is told once: two items of one id would seem to be two machines of one
 * name.
 */
export async function* everyRow<T extends Row>(list: Paged<T>, what: string): AsyncGenerator<T> {
  const told = new Set<string>();
  for await (const page of everyPage(list, what)) {
    for (const row of page) {
      const id = row.id?.toLowerCase();
      if (id !== undefined && told.has(id)) continue;
      if (id !== undefined) told.add(id);
      yield row;
    }
  }
}

function circles(what: string): FailbackError {
  return new FailbackError(
    'azure-list-circles',
    `Azure answers the same page of ${what} over and over, so the list never ends.`,
    'A run asks again by itself. If it stays so, tell Microsoft; meanwhile look in the portal.',
  );
}
