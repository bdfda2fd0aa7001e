import { FuzzedServer } from './fuzzed-server.ts';
import { Chance } from './random.ts';
import { randomBytes, randomDocument } from './random-text.ts';

export interface DocumentsReport {
  readonly documents: number;
  readonly faults: readonly string[];
  readonly slowest: number;
}

/** Opens one random document after the other, asks for what every editor asks for, and closes it. */
export async function openAtRandom(seed: number, documents: number): Promise<DocumentsReport> {
  const chance = new Chance(seed);
  const server = await FuzzedServer.start();
  for (let number = 0; number < documents && server.faults.length === 0; number += 1) {
    const uri = `file:///fuzz/${number}.failback`;
    const text = chance.happens(25) ? randomBytes(chance) : randomDocument(chance);
    const textDocument = { uri, languageId: 'failback', version: 1, text };
    const context = (): string => `in this text:\n${JSON.stringify(text)}`;
    server.notify('textDocument/didOpen', { textDocument });
    const options = { tabSize: 2, insertSpaces: true };
    for (const method of ['documentSymbol', 'semanticTokens/full', 'foldingRange', 'formatting'])
      await server.ask(`textDocument/${method}`, { textDocument: { uri }, options }, context);
    server.notify('textDocument/didClose', { textDocument: { uri } });
    server.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
    server.forget(uri);
  }
  server.stop();
  return { documents, faults: server.faults, slowest: server.slowest };
}
