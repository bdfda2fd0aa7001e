import type { DocumentSymbol, Hover, Location, LocationLink } from 'vscode-languageserver';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { askForAny } from './features.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { Chance } from './random.ts';
import { randomGroup, randomInsert } from './random-text.ts';

const URI = 'file:///fuzz/typed.failback';
/** Edits between two looks at what must not be lost. */
const EDITS_A_LOOK = 40;
/** A text that grows past this is cut down, as a person would after pasting too often. */
const LONGEST_TEXT = 20_000;

/** So often, in edits, the middle is pasted over by something whole: what is typed at random soon leaves no group in one piece. */
const EDITS_A_PASTE = 250;

/** Blocks at both ends that nobody edits: whatever stands between, they keep their features. */
const HEAD = 'appliance guard-appliance { }\ndatastore guard-store { }\n';
const TAIL = '\nvm guard-machine {\n  via: guard-appliance\n  datastore: guard-shop\n}\n';

export interface TypingReport {
  readonly edits: number;
  readonly looks: number;
  readonly faults: readonly string[];
  readonly slowest: number;
  /** Bytes of the heap after collecting garbage, at ten moments; empty where garbage cannot be collected at will. */
  readonly heap: readonly number[];
}

/** Types at random into the middle of a file, and looks again and again whether the rest of it is still served. */
export async function typeAtRandom(seed: number, edits: number): Promise<TypingReport> {
  const chance = new Chance(seed);
  const server = await FuzzedServer.start();
  const middle = 'runbook r {\n  architecture: modernized\n}\nwave w { machines: guard-machine }\n';
  let document = TextDocument.create(URI, 'failback', 1, HEAD + middle + TAIL);
  server.notify('textDocument/didOpen', {
    textDocument: { uri: URI, languageId: 'failback', version: 1, text: document.getText() },
  });
  const heap: number[] = [];
  let looks = 0;
  for (let done = 0; done < edits && server.faults.length === 0; done += EDITS_A_LOOK) {
    for (let edit = 0; edit < EDITS_A_LOOK; edit += 1) document = typed(document, chance, server);
    await look(server, document, chance);
    looks += 1;
    if (done % Math.max(EDITS_A_LOOK, Math.floor(edits / 10 / EDITS_A_LOOK) * EDITS_A_LOOK) === 0) collect(heap);
  }
  await server.stop();
  return { edits, looks, faults: server.faults, slowest: server.slowest, heap };
}

function typed(document: TextDocument, chance: Chance, server: FuzzedServer): TextDocument {
  const contentChanges: TextDocumentContentChangeEvent[] = [];
  let text = document;
  for (let many = chance.happens(10) ? 1 + chance.below(4) : 1; many > 0; many -= 1) {
    const change = randomChange(text, chance);
    contentChanges.push(change);
    text = TextDocument.update(text, [change], document.version + 1);
  }
  const whole = [{ text: text.getText() }];
  const version = document.version + 1;
  server.notify('textDocument/didChange', {
    textDocument: { uri: URI, version },
    contentChanges: chance.happens(2) ? whole : contentChanges,
  });
  return text;
}

function randomChange(document: TextDocument, chance: Chance): TextDocumentContentChangeEvent {
  const end = document.getText().length - TAIL.length;
  const room = end - HEAD.length;
  const isPasted = room > LONGEST_TEXT || chance.below(EDITS_A_PASTE) === 0;
  const from = HEAD.length + (isPasted ? 0 : chance.below(room + 1));
  const to = isPasted ? end : Math.min(end, from + (chance.happens(30) ? chance.below(60) : 0));
  const range = { start: document.positionAt(from), end: document.positionAt(to) };
  return { range, text: isPasted ? pasted(chance) : randomInsert(chance) };
}

function pasted(chance: Chance): string {
  return chance.happens(50) ? randomGroup(chance, 'pasted') : 'vm fresh { }';
}

/** The guards at both ends have their symbols, hover, definition and diagnostics; and some other feature answers. */
async function look(server: FuzzedServer, document: TextDocument, chance: Chance): Promise<void> {
  const context = (): string => `in this text:\n${JSON.stringify(document.getText())}`;
  const textDocument = { uri: URI };
  const at = (word: string, add = 2) => ({
    textDocument,
    position: document.positionAt(document.getText().lastIndexOf(word) + add),
  });
  const demand = (what: string, holds: boolean): void => server.demand(what, holds, context);
  const symbols = await server.ask<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument }, context);
  const names = symbolNames(symbols ?? []);
  for (const guard of ['guard-appliance', 'guard-store', 'guard-machine'])
    demand(`the symbol of ${guard}`, names.includes(guard));
  const found = await server.ask<(Location | LocationLink)[] | Location>(
    'textDocument/definition',
    at('guard-appliance'),
    context,
  );
  const [target] = found === undefined || found === null ? [] : [found].flat();
  const line =
    target === undefined ? -1 : ('targetRange' in target ? target.targetSelectionRange : target.range).start.line;
  demand('the way from guard-appliance to its declaration', line === 0);
  const hover = await server.ask<Hover | null>('textDocument/hover', at('guard-machine'), context);
  demand('the hover of guard-machine', hover !== null);
  await askForAny(server, document, chance, context);
  demand(
    'the error at guard-shop',
    server.diagnostics(URI).some(({ message }) => String(message).includes("'guard-shop'")),
  );
}

export function symbolNames(symbols: readonly DocumentSymbol[]): readonly string[] {
  return symbols.flatMap(({ name, children }) => [name, ...symbolNames(children ?? [])]);
}

export function collect(heap: number[]): void {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) return;
  gc();
  heap.push(process.memoryUsage().heapUsed);
}
