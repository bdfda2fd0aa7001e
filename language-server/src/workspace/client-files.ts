import { type FileSystemNode, type FileSystemProvider, type URI, UriUtils } from 'langium';
import type { Connection } from 'vscode-languageserver';
import { FILES_REQUEST, type FilesAnswer, type FilesRequest } from '../../protocol.ts';

/** Files as the editor reads them: a worker in a browser has none of its own. Nothing here can be read at once. */
export class ClientFiles implements FileSystemProvider {
  readonly #connection: Pick<Connection, 'sendRequest'>;

  constructor(connection: Pick<Connection, 'sendRequest'>) {
    this.#connection = connection;
  }

  async stat(uri: URI): Promise<FileSystemNode> {
    const answer = await this.#ask('stat', uri);
    if (answer?.kind !== 'file' && answer?.kind !== 'folder') throw nothingAt(uri);
    return { uri, isFile: answer.kind === 'file', isDirectory: answer.kind === 'folder' };
  }

  async exists(uri: URI): Promise<boolean> {
    return (await this.#ask('stat', uri)) !== null;
  }

  async readFile(uri: URI): Promise<string> {
    const answer = await this.#ask('read', uri);
    if (answer?.kind !== 'text') throw nothingAt(uri);
    return answer.text;
  }

  async readBinary(uri: URI): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.readFile(uri));
  }

  async readDirectory(uri: URI): Promise<FileSystemNode[]> {
    const answer = await this.#ask('list', uri);
    if (answer?.kind !== 'entries') return [];
    return answer.entries.map(({ name, isFile }) => ({
      uri: UriUtils.joinPath(uri, name),
      isFile,
      isDirectory: !isFile,
    }));
  }

  statSync(uri: URI): never {
    throw notAtOnce(uri);
  }

  existsSync(): boolean {
    return false;
  }

  readFileSync(uri: URI): never {
    throw notAtOnce(uri);
  }

  readBinarySync(uri: URI): never {
    throw notAtOnce(uri);
  }

  readDirectorySync(): FileSystemNode[] {
    return [];
  }

  #ask(ask: FilesRequest['ask'], uri: URI): Promise<FilesAnswer> {
    return this.#connection.sendRequest(FILES_REQUEST, { ask, uri: uri.toString() } satisfies FilesRequest);
  }
}

function nothingAt(uri: URI): Error {
  return new Error(`The editor has nothing to read at ${uri.toString()}.`);
}

function notAtOnce(uri: URI): Error {
  return new Error(`${uri.toString()} cannot be read at once: in a browser the editor is asked for it.`);
}
