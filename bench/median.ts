const ROUNDS = 9;

/** Medians of the time on the wall and of this thread's time on a processor, in milliseconds. */
export function median(work: () => unknown, rounds = ROUNDS): { readonly wall: number; readonly processor: number } {
  const times = Array.from({ length: rounds }, () => {
    const [start, before] = [performance.now(), process.threadCpuUsage()];
    work();
    const { user, system } = process.threadCpuUsage(before);
    return { wall: performance.now() - start, processor: (user + system) / 1000 };
  });
  const middle = (all: readonly number[]) => all.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
  return { wall: middle(times.map(({ wall }) => wall)), processor: middle(times.map(({ processor }) => processor)) };
}
