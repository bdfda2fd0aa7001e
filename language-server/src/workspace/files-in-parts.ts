import type { FileSystemProvider, URI } from 'langium';

/** Files that can be read part by part, so that a large one is never in memory as a whole. */
export interface FilesInParts {
  /** In bytes. */
  sizeOf(uri: URI): Promise<number>;
  /** The text of a file, in its order; a part is not longer than `length`. */
  partsOf(uri: URI, length: number): AsyncIterable<string>;
}

export function isInParts(files: FileSystemProvider): files is FileSystemProvider & FilesInParts {
  return 'partsOf' in files;
}
