/** Whether an IPv4 address lies in a range such as `10.21.0.0/16`. What is neither is in none. */
export function isWithin(address: string, range: string): boolean {
  const [network = '', length = ''] = range.split('/');
  const [inside, base] = [numberOf(address), numberOf(network)];
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : Number.NaN;
  if (inside === undefined || base === undefined || !(bits <= 32)) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(inside / size) === Math.floor(base / size);
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  if (parts.length !== 4 || parts.some((part) => !(part <= 255))) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
