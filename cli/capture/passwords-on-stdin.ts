import { FailbackError } from '../../core/failback-error.ts';

/**
 * Passwords as somebody piped them in: for one server the first line, whole; for several a line each, `NAME=PASSWORD`.
 * A password may hold anything but a line's end.
 * @throws FailbackError `usage-password`, which never repeats what was read
 */
export function passwordsOnStdin(text: string, servers: readonly string[]): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const [only, ...others] = servers;
  if (only === undefined || lines.length === 0) return new Map();
  if (others.length === 0) return new Map([[only, passwordIn(lines[0] ?? '', only) ?? lines[0] ?? '']]);
  const found = new Map<string, string>();
  for (const server of servers) {
    const mine = lines.map((line) => passwordIn(line, server)).find((password) => password !== undefined);
    if (mine !== undefined) found.set(server, mine);
  }
  if (found.size > 0) return found;
  throw new FailbackError(
    'usage-password',
    `Standard input has a password, but ${servers.length} servers want one, and nobody can tell whose it is.`,
    `Write a line for each: NAME=PASSWORD, where NAME is one of ${servers.join(', ')}.`,
  );
}

function passwordIn(line: string, server: string): string | undefined {
  const prefix = `${server.toLowerCase()}=`;
  return line.toLowerCase().startsWith(prefix) ? line.slice(prefix.length) : undefined;
}
