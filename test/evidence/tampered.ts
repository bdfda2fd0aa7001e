import type { RunFiles } from '../../executor/journal/evidence/run-files.ts';

/** The same files with one of them changed; undefined takes it away. */
export function withFile(files: RunFiles, name: string, bytes: Uint8Array | undefined): RunFiles {
  const names = bytes === undefined ? files.names.filter((one) => one !== name) : [...new Set([...files.names, name])];
  return { ...files, names, read: (one) => (one === name ? Promise.resolve(bytes) : files.read(one)) };
}

export async function bytesOf(files: RunFiles, name: string): Promise<Uint8Array> {
  const bytes = await files.read(name);
  if (bytes === undefined) throw new Error(`There is no '${name}'.`);
  return bytes;
}

export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

export function linesOf(journal: Uint8Array): readonly string[] {
  return Buffer.from(journal).toString('utf8').split('\n').slice(0, -1);
}

export function journalOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}
