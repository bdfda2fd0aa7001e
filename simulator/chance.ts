import { createHash } from 'node:crypto';

/**
 * Chance without a sequence: each draw depends on its names alone, never on what was drawn before, so the order in
 * which requests arrive changes nothing.
 */
export interface Chance {
  readonly seed: number;
  /** A number in [0, 1) that belongs to these names. */
  draw(...names: readonly (string | number)[]): number;
  /** A GUID that belongs to these names. */
  guid(...names: readonly (string | number)[]): string;
  /** A figure spread evenly around `middle` by at most the given share of it. */
  around(middle: number, share: number, ...names: readonly (string | number)[]): number;
}

export function seededChance(seed: number): Chance {
  const digest = (names: readonly (string | number)[]) =>
    createHash('sha256')
      .update(`${seed}\n${names.join('\n')}`)
      .digest();
  const draw = (...names: readonly (string | number)[]) => digest(names).readUInt32BE(0) / 2 ** 32;
  return {
    seed,
    draw,
    guid: (...names) => guidOf(digest(names).subarray(0, 16)),
    around: (middle, share, ...names) => middle * (1 + share * (2 * draw(...names) - 1)),
  };
}

function guidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
