import { readFileSync } from 'node:fs';
import type { Diagnostic, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { askForAny } from './features.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { Chance } from './random.ts';
import { randomInsert } from './random-text.ts';
import { collect, type TypingReport } from './typing.ts';

const FOLDER = 'runs';
const EXAMPLE = new URL('../../examples/contoso-erp/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, EXAMPLE), 'utf8');
const SITE = `${FOLDER}/amsterdam.site.failback`;
const RUN = `${FOLDER}/contoso-erp.failback`;
const OTHER = `${FOLDER}/other.failback`;
const INVENTORY = `${FOLDER}/contoso-erp.inventory.json`;

/** So many machines that each line of their group is read by itself. */
const MANY = Array.from({ length: 80 }, (_, number) =>
  number % 4 === 0 ? `  many-${number} { datastore: ds-gold }` : `  many-${number}, other-${number}`,
);

/** A runbook with groups and an inventory, one that imports the first, and the site that both import. */
const ORIGINALS: Readonly<Record<string, string>> = {
  [SITE]: read('amsterdam.site.failback'),
  [RUN]: read('contoso-erp.failback'),
  [OTHER]:
    'import "./amsterdam.site.failback"\r\nimport "./contoso-erp.failback"\r\nrunbook other {\r\n  architecture: modernized\r\n}\r\nvms more {\r\n  os: linux\r\n  more-01, more-02 { datastore: ds-gold }\r\n}\r\n' +
    `vms many {\r\n  os: linux\r\n  datastore: ds-silver\r\n${MANY.join('\r\n')}\r\n}\r\nwave all { machines: more, many }\r\n`,
  [INVENTORY]: read('contoso-erp.inventory.json'),
};
const FILES = [SITE, RUN, OTHER];

/** Steps between two looks, and looks between two comparisons with a server that was started just then. */
const STEPS_A_LOOK = 25;
const LOOKS_A_COMPARISON = 8;
/** A text that grows past this is undone, all of it. */
const LONGEST_TEXT = 15_000;

/** Random work in three files that import one another, and on the disk under them. */
export async function workAtRandom(seed: number, edits: number): Promise<TypingReport> {
  const chance = new Chance(seed);
  const server = await FuzzedServer.start(ORIGINALS, { workspaceFolders: [FOLDER] });
  const desk = new Desk(server, chance);
  for (const name of FILES) desk.open(name);
  const heap: number[] = [];
  let looks = 0;
  for (let done = 0; done < edits && server.faults.length === 0; done += STEPS_A_LOOK) {
    for (let step = 0; step < STEPS_A_LOOK; step += 1) desk.step();
    await desk.look();
    looks += 1;
    if (looks % LOOKS_A_COMPARISON === 0) await desk.compare();
    if (done % Math.max(STEPS_A_LOOK, Math.floor(edits / 10 / STEPS_A_LOOK) * STEPS_A_LOOK) === 0) collect(heap);
  }
  await server.stop();
  return { edits, looks, faults: server.faults, slowest: server.slowest, heap };
}

/** What is open, and what is done with it. */
class Desk {
  readonly #server: FuzzedServer;
  readonly #chance: Chance;
  readonly #open = new Map<string, TextDocument>();
  #opened = 0;

  constructor(server: FuzzedServer, chance: Chance) {
    this.#server = server;
    this.#chance = chance;
  }

  open(name: string): void {
    const { served } = this.#server;
    this.#opened += 1;
    const text = served.files.get(name) ?? ORIGINALS[name] ?? '';
    this.#open.set(name, TextDocument.create(served.uriOf(name), 'failback', this.#opened * 1_000_000, text));
    this.#server.notify('textDocument/didOpen', {
      textDocument: { uri: served.uriOf(name), languageId: 'failback', version: this.#opened * 1_000_000, text },
    });
  }

  step(): void {
    const chance = this.#chance;
    const name = chance.oneOf(FILES);
    const document = this.#open.get(name);
    if (document === undefined) {
      if (chance.happens(60)) this.open(name);
      else this.#touchDisk(name);
    } else if (chance.happens(4)) this.#touchDisk(name);
    else if (chance.happens(2)) this.#close(name);
    else if (chance.happens(3) || document.getText().length > LONGEST_TEXT)
      this.#replace(name, document, ORIGINALS[name] ?? '');
    else if (chance.below(100) === 0) this.#replace(name, document, otherLineBreaks(document.getText()));
    else this.#type(name, document);
    if (chance.below(100) === 0) this.#server.notify('workspace/didChangeConfiguration', settings(chance.happens(50)));
  }

  /** Every open file has its outline, and any feature answers in it. */
  async look(): Promise<void> {
    for (const [name, document] of this.#open) {
      const context = () => this.#say(name);
      const textDocument = { uri: document.uri };
      const symbols = await this.#server.ask<unknown>('textDocument/documentSymbol', { textDocument }, context);
      this.#server.demand('the outline', Array.isArray(symbols), context);
      await askForAny(this.#server, document, this.#chance, context);
    }
  }

  /** All that the server tells is what one tells that was started with the same files and texts. */
  async compare(): Promise<void> {
    const { served } = this.#server;
    const fresh = await FuzzedServer.start(Object.fromEntries(served.files), { workspaceFolders: [FOLDER] });
    for (const [name, document] of this.#open) fresh.served.open(name, document.getText());
    const [here, there] = [await this.#told(this.#server), await this.#told(fresh)];
    await fresh.stop();
    this.#server.faults.push(...fresh.faults.map((fault) => `in a fresh server: ${fault}`));
    for (const name of FILES) {
      const uri = served.uriOf(name);
      const [one, other] = [here.get(uri), there.get(uri)];
      if (one === other) continue;
      this.#server.faults.push(`${name} is judged otherwise than anew:\n${differing(one, other)}\n${this.#say(name)}`);
    }
  }

  async #told(server: FuzzedServer): Promise<ReadonlyMap<string, string>> {
    const report = await server.ask<WorkspaceDiagnosticReport>(
      'workspace/diagnostic',
      { previousResultIds: [] },
      () => 'all files',
    );
    return new Map((report?.items ?? []).map((item) => [item.uri, 'items' in item ? said(item.items) : '']));
  }

  #type(name: string, document: TextDocument): void {
    const chance = this.#chance;
    const version = document.version + 1;
    const contentChanges = [];
    let text = document;
    for (let many = chance.happens(15) ? 2 + chance.below(3) : 1; many > 0; many -= 1) {
      const { length } = text.getText();
      const from = chance.below(length + 1);
      const to = Math.min(length, from + (chance.happens(30) ? chance.below(80) : 0));
      const range = { start: text.positionAt(from), end: text.positionAt(to) };
      const change = { range, text: randomInsert(chance) };
      contentChanges.push(change);
      text = TextDocument.update(text, [change], version);
    }
    this.#open.set(name, text);
    this.#server.notify('textDocument/didChange', { textDocument: { uri: document.uri, version }, contentChanges });
  }

  #replace(name: string, document: TextDocument, whole: string): void {
    const version = document.version + 1;
    const contentChanges = [{ text: whole }];
    this.#open.set(name, TextDocument.create(document.uri, 'failback', version, whole));
    this.#server.notify('textDocument/didChange', { textDocument: { uri: document.uri, version }, contentChanges });
  }

  #close(name: string): void {
    const document = this.#open.get(name);
    this.#open.delete(name);
    if (document !== undefined && this.#chance.happens(50)) this.#server.served.files.set(name, document.getText());
    this.#server.served.close(name);
  }

  #touchDisk(name: string): void {
    const { served } = this.#server;
    const chance = this.#chance;
    const original = ORIGINALS[INVENTORY] ?? '';
    const acts = [
      () => this.#write(name, undefined),
      () => this.#write(name, ORIGINALS[name]),
      () => this.#write(name, ORIGINALS[name]),
      () => this.#move(name),
      () => this.#write(INVENTORY, chance.happens(30) ? '{ "schema"' : original),
      () => this.#write(INVENTORY, served.files.has(INVENTORY) ? undefined : original),
    ];
    chance.oneOf(acts)();
  }

  #write(name: string, text: string | undefined): void {
    const { served } = this.#server;
    const wasThere = served.files.has(name);
    if (text === undefined) served.files.delete(name);
    else served.files.set(name, text);
    served.watched([name, text === undefined ? DELETED : wasThere ? CHANGED : CREATED]);
  }

  #move(name: string): void {
    const { files } = this.#server.served;
    const moved = name.replace('.failback', '-moved.failback');
    const [from, to] = files.has(moved) ? [moved, name] : [name, moved];
    const text = files.get(from);
    this.#write(from, undefined);
    this.#write(to, text);
  }

  #say(name: string): string {
    return `in ${name}, with\n${JSON.stringify(Object.fromEntries([...this.#open].map(([open, text]) => [open, text.getText()])))}`;
  }
}

const CREATED = 1;
const CHANGED = 2;
const DELETED = 3;

const settings = (defaults: boolean) => ({ settings: { failback: { inlayHints: { defaults } } } });

/** Figures left out, for facts grow older from one look to the next. */
function said(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ range: { start, end }, code, severity, message }) =>
      [start.line, start.character, end.line, end.character, code, severity, String(message).replace(/\d+/g, '#')].join(
        ' ',
      ),
    )
    .sort()
    .join('\n');
}

function differing(one = 'nothing at all', other = 'nothing at all'): string {
  const [here, there] = [one.split('\n'), other.split('\n')];
  return [
    ...here.filter((line) => !there.includes(line)).map((line) => `  only here: ${line}`),
    ...there.filter((line) => !here.includes(line)).map((line) => `  only anew: ${line}`),
  ]
    .slice(0, 8)
    .join('\n');
}

function otherLineBreaks(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n');
}
