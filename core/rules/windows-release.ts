/**
 * The releases of Windows Server in their order, with the number that the kernel reports and, for those that share one,
 * the build.
 */
const RELEASES = [
  { name: '2008', kernel: '6.0' },
  { name: '2008 R2', kernel: '6.1' },
  { name: '2012', kernel: '6.2' },
  { name: '2012 R2', kernel: '6.3' },
  { name: '2016', kernel: '10.0.14393' },
  { name: '2019', kernel: '10.0.17763' },
  { name: '2022', kernel: '10.0.20348' },
  { name: '2025', kernel: '10.0.26100' },
] as const;

/**
 * The place of a release in their order, as services word it: `Microsoft Windows Server 2012 R2 Datacenter`, vSphere's
 * `windows2019srv_64Guest`, or `10.0.17763`. Undefined for what is none of them. vSphere names one guest for "2016 or
 * later", which tells no more than that it is no older, and another `windows2019srvNext_64Guest`, which is the release
 * after that one.
 */
export function windowsRelease(text: string): number | undefined {
  if (/or later/i.test(text)) return undefined;
  const named = /(20\d\d)(?:srv)?(\s*R2)?(Next)?/i.exec(text);
  const called = named === null ? undefined : `${named[1]}${named[2] === undefined ? '' : ' R2'}`;
  const place = RELEASES.findIndex(({ name, kernel }) => name === called || text.startsWith(kernel));
  if (place < 0) return undefined;
  return named?.[3] === undefined ? place : place + 1;
}
