/** A length of time in seconds. */
export type Seconds = number;

/** An amount of storage in bytes. */
export type Bytes = number;

/** Bits in a second. */
export type BitsPerSecond = number;

/** A moment as ISO 8601 with an offset, for example `2026-12-05T20:00:00+01:00`. */
export type Timestamp = string;

export const minutes = (count: number): Seconds => count * 60;
export const hours = (count: number): Seconds => count * 3600;
export const days = (count: number): Seconds => count * 86_400;

export const GiB = (count: number): Bytes => count * 2 ** 30;
