/** Tells IPv4 addresses that lie in one of these ranges, such as `10.21.0.0/16`. What is neither is in none. */
export function withinRanges(ranges: readonly string[]): (address: string) => boolean {
  const tests = ranges.flatMap((range) => rangeOf(range) ?? []);
  return (address) => {
    const number = tests.length === 0 ? undefined : numberOf(address);
    return number !== undefined && tests.some(({ size, block }) => Math.floor(number / size) === block);
  };
}

function rangeOf(range: string): { readonly size: number; readonly block: number } | undefined {
  const [network = '', length = ''] = range.split('/');
  const base = numberOf(network);
  if (base === undefined || !/^\d{1,2}$/.test(length) || Number(length) > 32) return undefined;
  const size = 2 ** (32 - Number(length));
  return { size, block: Math.floor(base / size) };
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}
