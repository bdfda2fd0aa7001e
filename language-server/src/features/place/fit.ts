import { fold } from '../../../../core/inventory/world.ts';

/** How well a name fits what was typed; the smaller the better. */
export type Fit = 0 | 1 | 2 | 3;

const BEGINS: Fit = 0;
const BEGINS_A_PART: Fit = 1;
const HOLDS: Fit = 2;
const HOLDS_LETTERS: Fit = 3;

/** Undefined where the typed letters are not in the name, in their order. As names compare: without case, and however marks on letters were typed. */
export function fitOf(name: string, typed: string): Fit | undefined {
  if (typed === '') return BEGINS;
  const within = fold(name);
  const wanted = fold(typed);
  const at = within.indexOf(wanted);
  if (at === 0) return BEGINS;
  if (at > 0) return /[\w]/.test(within[at - 1] ?? '') ? laterPart(within, wanted, at) : BEGINS_A_PART;
  let from = 0;
  for (const letter of wanted) {
    const found = within.indexOf(letter, from);
    if (found < 0) return undefined;
    from = found + 1;
  }
  return HOLDS_LETTERS;
}

function laterPart(within: string, wanted: string, at: number): Fit {
  for (let next = within.indexOf(wanted, at + 1); next > 0; next = within.indexOf(wanted, next + 1)) {
    if (!/\w/.test(within[next - 1] ?? '')) return BEGINS_A_PART;
  }
  return HOLDS;
}
