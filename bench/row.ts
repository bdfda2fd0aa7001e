/** One thing that was measured against what the design promises. Less is better. */
export interface Row {
  readonly what: string;
  readonly unit: 'ms' | 'KB' | 'MB' | 'requests';
  readonly budget: number;
  readonly measured: number;
}

/** Hands rows to `bench/all.ts` where that started this bench; on its own a bench has printed them already. */
export function tell(rows: readonly Row[]): void {
  process.send?.(rows);
}
