import { type Zippable, zipSync } from 'fflate';

/** The library decides over the compressed bytes, so its version stands in every manifest. */
export const PACKED_BY = 'fflate 0.8.3';

/**
 * Files as a ZIP archive. The same files give the same bytes, on any system and at any hour: names are in order, and all
 * carry the first moment that the format knows.
 */
export function pack(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const name of [...files.keys()].sort()) {
    const bytes = files.get(name);
    // What is compressed already only grows.
    if (bytes !== undefined) entries[name] = [bytes, { level: name.endsWith('.gz') ? 0 : 6 }];
  }
  return zipSync(entries, { mtime: new Date(1980, 0, 1), os: 3 });
}
