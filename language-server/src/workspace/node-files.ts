import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileSystemProvider, URI } from 'langium';
import { NodeFileSystemProvider } from 'langium/node';
import type { FilesInParts } from './files-in-parts.ts';

/** Files of this computer. */
export class NodeFiles extends NodeFileSystemProvider implements FileSystemProvider, FilesInParts {
  /** A pipe or a device would never end, and whatever is asked meanwhile would wait for it. */
  override async readFile(uri: URI): Promise<string> {
    const found = await stat(uri.fsPath);
    if (found.isFile()) return super.readFile(uri);
    throw new Error(`'${uri.fsPath}' is no file.`);
  }

  async sizeOf(uri: URI): Promise<number> {
    return (await stat(uri.fsPath)).size;
  }

  partsOf(uri: URI, length: number): AsyncIterable<string> {
    return createReadStream(uri.fsPath, { encoding: 'utf8', highWaterMark: length });
  }
}
