import { readdirSync, readFileSync } from 'node:fs';

/** The child of this extension host that serves the language; found where Linux lists its processes. */
export function serverProcess(): number | undefined {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = ids.find((id) => {
    try {
      const [, parent] = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
      return (
        Number(parent) === process.pid && commandOf(Number(id)).some((part) => part.includes('language-server.cjs'))
      );
    } catch {
      // It ended while it was looked at.
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}

/** What a process was started with. */
export function commandOf(id: number): readonly string[] {
  return readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
}
