import { TextDocument } from 'vscode-languageserver-textdocument';
import { askForAny } from './features.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { Chance } from './random.ts';
import { randomBytes, randomDocument } from './random-text.ts';

export interface DocumentsReport {
  readonly documents: number;
  readonly faults: readonly string[];
  readonly slowest: number;
}

/** Besides the symbols that every editor asks for. */
const FEATURES_A_DOCUMENT = 6;

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
    await server.ask('textDocument/documentSymbol', { textDocument: { uri } }, context);
    const document = TextDocument.create(uri, 'failback', 1, text);
    for (let asked = 0; asked < FEATURES_A_DOCUMENT; asked += 1) await askForAny(server, document, chance, context);
    server.notify('textDocument/didClose', { textDocument: { uri } });
    server.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
  }
  await server.stop();
  return { documents, faults: server.faults, slowest: server.slowest };
}
