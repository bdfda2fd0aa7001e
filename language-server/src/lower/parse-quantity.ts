import { days, GiB, hours, minutes } from '../../../core/quantity.ts';

/** What a quantity measures. */
export type Dimension = 'time' | 'storage' | 'rate';

/**
 * The units of each dimension. Storage counts as vSphere and Azure count it, 1 GB being 2^30 bytes; `GiB` says the same.
 * Rates are bits a second, in powers of ten.
 */
const UNITS: Readonly<Record<Dimension, Readonly<Record<string, number>>>> = {
  time: { s: 1, min: minutes(1), h: hours(1), d: days(1) },
  storage: {
    MB: GiB(1) / 1024,
    GB: GiB(1),
    TB: GiB(1024),
    MiB: GiB(1) / 1024,
    GiB: GiB(1),
    TiB: GiB(1024),
  },
  rate: { kbps: 1e3, Mbps: 1e6, Gbps: 1e9 },
};

/** Spellings that people use and the language does not. */
const MEANT: Readonly<Record<string, string>> = {
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'min',
  mins: 'min',
  minute: 'min',
  minutes: 'min',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  mb: 'MB',
  gb: 'GB',
  tb: 'TB',
  mib: 'MiB',
  gib: 'GiB',
  tib: 'TiB',
  kbps: 'kbps',
  mbps: 'Mbps',
  gbps: 'Gbps',
};

/** Beyond these a slip of the finger is likelier than a plan; and no calendar holds a window of 10^20 hours. */
const MOST: Readonly<Record<Dimension, { readonly value: number; readonly text: string }>> = {
  time: { value: days(3650), text: '3650 d' },
  storage: { value: GiB(1024 ** 3), text: '1048576 TB' },
  rate: { value: 1e15, text: '1000000 Gbps' },
};

export type ParsedQuantity =
  | { readonly kind: 'value'; readonly value: number }
  /** `instead` is what was probably meant, ready to be written. */
  | { readonly kind: 'wrong'; readonly instead: string | undefined }
  | { readonly kind: 'too-much'; readonly most: string };

/** Reads `4 h`, `500 GB`, `1 Gbps` into seconds, bytes, bits a second. */
export function parseQuantity(text: string, dimension: Dimension): ParsedQuantity {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text);
  if (match === null) return { kind: 'wrong', instead: undefined };
  const [, amount = '', unit = ''] = match;
  const factor = UNITS[dimension][unit];
  if (factor !== undefined) {
    const value = Math.round(Number(amount) * factor);
    const most = MOST[dimension];
    return value > most.value ? { kind: 'too-much', most: most.text } : { kind: 'value', value };
  }
  const meant = MEANT[unit.toLowerCase()];
  const fits = meant !== undefined && meant in UNITS[dimension];
  return { kind: 'wrong', instead: fits ? `${amount} ${meant}` : undefined };
}

/** An example for a message: `4 h`, `500 GB`, `1 Gbps`. */
export function exampleOf(dimension: Dimension): string {
  return { time: '4 h', storage: '500 GB', rate: '1 Gbps' }[dimension];
}

export function unitsOf(dimension: Dimension): readonly string[] {
  return Object.keys(UNITS[dimension]).filter((unit) => !unit.includes('iB'));
}
