/** A spread of figures, as people read it: one in ten is shorter, half are, nine in ten are. */
export interface Distribution {
  readonly count: number;
  readonly least: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly most: number;
}

/** Undefined where there are no figures. */
export function distributionOf(values: readonly number[]): Distribution | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((one, other) => one - other);
  // The nearest rank: a figure that really came up, and none between two of them.
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return {
    count: sorted.length,
    least: sorted[0] ?? 0,
    p10: rank(0.1),
    p50: rank(0.5),
    p90: rank(0.9),
    most: sorted.at(-1) ?? 0,
  };
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Figures in bins of the same width; one bin where all are the same. */
export function binsOf(values: readonly number[], most = 10): readonly Bin[] {
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return [];
  if (least === largest) return [{ from: least, to: largest, count: values.length }];
  const width = (largest - least) / most;
  const counts = Array.from({ length: most }, () => 0);
  for (const value of values) {
    const place = Math.min(most - 1, Math.floor((value - least) / width));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((count, place) => ({ from: least + place * width, to: least + (place + 1) * width, count }));
}
