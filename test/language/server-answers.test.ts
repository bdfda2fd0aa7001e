import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Cancellation, DocumentState, URI } from 'langium';
import { type DocumentSymbol, ErrorCodes, type InlayHint, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { catalogue } from '../../core/rules/catalogue.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { PLAN_REQUEST, type PlanAnswer } from '../../language-server/protocol.ts';
import { openEditor } from '../support/editor.ts';
import type { Served } from '../support/served.ts';
import { servers } from '../support/servers.ts';

const SITE = 'appliance asr { }\ndatastore gold { }\n';
const RUN = `import "./site.failback"
runbook r { architecture: modernized }
vm a { os: linux  via: asr  datastore: gold }
wave w { machines: a }
`;

/** A request that is never answered fails its test here. */
const PATIENCE = { timeout: 120_000 };

const ABOUT_A_FILE = [
  'codeAction',
  'codeLens',
  'completion',
  'definition',
  'documentHighlight',
  'documentLink',
  'documentSymbol',
  'foldingRange',
  'formatting',
  'hover',
  'implementation',
  'inlayHint',
  'linkedEditingRange',
  'prepareCallHierarchy',
  'prepareRename',
  'rangeFormatting',
  'references',
  'rename',
  'selectionRange',
  'semanticTokens/full',
  'signatureHelp',
  'typeDefinition',
];

const start = servers();

const symbols = async (server: Served, name: string): Promise<readonly string[]> =>
  (
    await server.ask<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: server.uriOf(name) } })
  ).map((symbol) => symbol.name);

const codes = (server: Served, name: string): readonly unknown[] =>
  (server.published.get(server.uriOf(name))?.diagnostics ?? []).map(({ code }) => code);

describe('whoever waits for a build', () => {
  const uri = URI.parse('memory:///r.failback');
  const texts = { 'r.failback': RUN, 'site.failback': SITE };

  /** Waits from within an update, when the documents that changed are known and nothing is built yet. */
  async function waitingWithin(wait: (editor: ReturnType<typeof openEditor>) => Promise<unknown>) {
    const editor = openEditor(texts);
    await editor.open('r.failback');
    const { DocumentBuilder, WorkspaceLock } = editor.services.shared.workspace;
    const begun = Promise.withResolvers<{ readonly waits: Promise<unknown> }>();
    const once = DocumentBuilder.onUpdate(() => {
      once.dispose();
      const waits = wait(editor);
      waits.catch(() => undefined);
      begun.resolve({ waits });
    });
    const write = (changed: URI[], deleted: URI[]) =>
      WorkspaceLock.write((token) => DocumentBuilder.update(changed, deleted, token));
    return { write, begun: begun.promise, builder: DocumentBuilder };
  }

  for (const state of [DocumentState.Parsed, DocumentState.Linked, DocumentState.Validated])
    it(`is told that a document is ${DocumentState[state]}`, PATIENCE, async () => {
      const { write, begun } = await waitingWithin((editor) =>
        editor.services.shared.workspace.DocumentBuilder.waitUntil(state, uri),
      );
      void write([uri], []);
      assert.equal(String(await (await begun).waits), uri.toString());
    });

  it('is told although the build is cancelled by the next one', PATIENCE, async () => {
    const { write, begun } = await waitingWithin((editor) =>
      editor.services.shared.workspace.DocumentBuilder.waitUntil(DocumentState.Parsed, uri),
    );
    void write([uri], []);
    const { waits } = await begun;
    void write([], []);
    assert.equal(String(await waits), uri.toString());
  });

  it('for the whole workspace is told although there was nothing to build', PATIENCE, async () => {
    const { write, begun } = await waitingWithin((editor) =>
      editor.services.shared.workspace.DocumentBuilder.waitUntil(DocumentState.IndexedReferences),
    );
    void write([], []);
    assert.equal(await (await begun).waits, undefined);
  });

  it('is refused with a sentence when the document goes meanwhile', PATIENCE, async () => {
    const { write, begun } = await waitingWithin((editor) =>
      editor.services.shared.workspace.DocumentBuilder.waitUntil(DocumentState.Validated, uri),
    );
    void write([uri], []);
    void write([], [uri]);
    const { waits } = await begun;
    await assert.rejects(waits, ({ message }: ResponseError) => /^There is no file at memory:.*\.$/.test(message));
  });

  it('may give up', PATIENCE, async () => {
    const source = new Cancellation.CancellationTokenSource();
    const { write, begun } = await waitingWithin((editor) =>
      editor.services.shared.workspace.DocumentBuilder.waitUntil(DocumentState.Validated, uri, source.token),
    );
    void write([uri], []);
    const { waits } = await begun;
    source.cancel();
    await assert.rejects(waits);
  });
});

describe('a request', () => {
  it('for a file that is nowhere is refused with a sentence', PATIENCE, async () => {
    const server = await start({});
    await assert.rejects(symbols(server, 'nowhere.failback'), /There is no file at memory:\/nowhere\.failback, so/);
  });

  for (const method of ABOUT_A_FILE)
    it(
      `${method} for a file that is nowhere is refused with a sentence, or answered with nothing`,
      PATIENCE,
      async () => {
        const server = await start({});
        for (const uri of [server.uriOf('nowhere.failback'), 'not an address', '']) {
          const [at, to] = [
            { line: 0, character: 0 },
            { line: 9, character: 9 },
          ];
          const params = {
            textDocument: { uri },
            position: at,
            positions: [at],
            range: { start: at, end: to },
            context: { diagnostics: [], includeDeclaration: true },
            options: { tabSize: 2, insertSpaces: true },
            newName: 'other',
          };
          const answer = await server.ask(`textDocument/${method}`, params).catch((error: ResponseError) => error);
          if (answer === null) continue;
          assert.ok(answer instanceof ResponseError, `${method} of ${uri} answers ${JSON.stringify(answer)}`);
          assert.equal(answer.code, LSPErrorCodes.ServerCancelled, answer.message);
          assert.match(answer.message, /so there is nothing to answer\./);
        }
      },
    );

  it('right after a file was opened and another deleted is answered', PATIENCE, async () => {
    const server = await start({});
    for (let number = 0; number < 40; number += 1) {
      server.open(`${number}.failback`, RUN);
      assert.ok((await symbols(server, `${number}.failback`)).includes('a'));
      server.close(`${number}.failback`);
      server.watched([`${number}.failback`, 3]);
    }
  });

  it('is answered about the text that was told last, never about the one before', PATIENCE, async () => {
    const server = await start({ 'site.failback': SITE });
    server.open('r.failback', RUN);
    for (let version = 2; version < 40; version += 1) {
      server.change('r.failback', version - 1 + 0.5, RUN);
      server.change('r.failback', version, RUN.replaceAll('vm a ', `vm a${version} `));
      assert.ok((await symbols(server, 'r.failback')).includes(`a${version}`));
    }
  });

  it('is answered about a whole text that comes with no range, or with an empty one', PATIENCE, async () => {
    const server = await start({});
    server.open('r.failback', RUN);
    const text = RUN.replaceAll('vm a ', 'vm b ');
    const textDocument = { uri: server.uriOf('r.failback'), version: 2 };
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument,
      contentChanges: [{ range: null, text }],
    });
    assert.ok((await symbols(server, 'r.failback')).includes('b'));
  });

  it('for a plan is answered although its scripts cannot be read', PATIENCE, async () => {
    const server = await start({ 'site.failback': SITE });
    const script = 'after failover { run "warm" { script: "./warm.ps1"  on: operator } }';
    server.open('r.failback', RUN.replace('{ machines: a }', `{ machines: a  ${script} }`));
    const { text } = await server.ask<PlanAnswer>(PLAN_REQUEST, { uri: server.uriOf('r.failback') });
    assert.match(text, /warm/);
  });

  it('is answered although a file of the workspace cannot be read', PATIENCE, async () => {
    const server = await start(
      { 'runs/r.failback': RUN, 'runs/site.failback': SITE, 'runs/locked.failback': '' },
      { workspaceFolders: ['runs'] },
    );
    server.files.delete('runs/locked.failback');
    server.open('runs/r.failback', RUN);
    assert.ok((await symbols(server, 'runs/r.failback')).includes('a'));
  });

  it('is answered although the client never tells its settings', PATIENCE, async () => {
    const server = await start(
      { 'site.failback': SITE },
      { capabilities: { workspace: { configuration: true } }, configuration: () => new Promise(() => undefined) },
    );
    server.open('r.failback', RUN);
    const range = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };
    const textDocument = { uri: server.uriOf('r.failback') };
    assert.ok(Array.isArray(await server.ask<InlayHint[]>('textDocument/inlayHint', { textDocument, range })));
  });
});

describe('a message out of order', () => {
  const refused = (code: number, says: RegExp) => (error: ResponseError) =>
    error.code === code && says.test(error.message);
  const initialize = { processId: null, rootUri: null, workspaceFolders: [], capabilities: {} };

  it('before `initialize` is refused when it is a request, and dropped when it is not', PATIENCE, async () => {
    const server = await start({}, { isInitialized: false });
    const early = refused(ErrorCodes.ServerNotInitialized, /before `initialize`/);
    await assert.rejects(symbols(server, 'r.failback'), early);
    await assert.rejects(server.ask('shutdown', undefined), early);
    await assert.rejects(server.ask('no/such/request', {}), early);
    server.open('r.failback', RUN);
    await server.ask('initialize', initialize);
    await server.connection.sendNotification('initialized', {});
    await assert.rejects(symbols(server, 'r.failback'), /There is no file/);
    server.open('r.failback', RUN);
    assert.ok((await symbols(server, 'r.failback')).includes('a'));
  });

  it('is a second `initialize`, which changes nothing', PATIENCE, async () => {
    const server = await start({});
    server.open('r.failback', RUN);
    await assert.rejects(
      server.ask('initialize', initialize),
      refused(ErrorCodes.InvalidRequest, /initialized already/),
    );
    assert.ok((await symbols(server, 'r.failback')).includes('a'));
  });

  it('after `shutdown` is refused, while what came before it is answered', PATIENCE, async () => {
    const server = await start({});
    server.open('r.failback', RUN);
    const before = symbols(server, 'r.failback');
    assert.equal(await server.ask('shutdown', undefined), null);
    assert.ok((await before).includes('a'));
    const late = refused(ErrorCodes.InvalidRequest, /after `shutdown`/);
    await assert.rejects(symbols(server, 'r.failback'), late);
    await assert.rejects(server.ask('initialize', initialize), late);
    await assert.rejects(server.ask('shutdown', undefined), late);
  });
});

describe('a file', () => {
  it('that was deleted while it is open keeps its features', PATIENCE, async () => {
    const server = await start({ 'runs/r.failback': RUN, 'runs/site.failback': SITE });
    server.open('runs/r.failback', RUN);
    await symbols(server, 'runs/r.failback');
    server.files.delete('runs/r.failback');
    server.watched(['runs/r.failback', 3]);
    assert.ok((await symbols(server, 'runs/r.failback')).includes('a'));
    server.watched(['runs', 3]);
    assert.ok((await symbols(server, 'runs/r.failback')).includes('a'));
  });

  it('that was closed without saving is again what is on disk', PATIENCE, async () => {
    const server = await start({ 'runs/site.failback': SITE, 'runs/r.failback': RUN }, { workspaceFolders: ['runs'] });
    server.open('runs/r.failback', RUN);
    server.open('runs/site.failback', SITE.replace('gold', 'silver'));
    await server.told('runs/r.failback', ({ diagnostics }) => diagnostics.some(({ code }) => code === 'unknown-name'));
    server.close('runs/site.failback');
    await server.told('runs/r.failback', ({ diagnostics }) => diagnostics.every(({ code }) => code !== 'unknown-name'));
  });

  it('without a disk is forgotten once it is closed, and so is what is told of it', PATIENCE, async () => {
    const server = await start({});
    server.open('untitled:Untitled-1', RUN);
    await server.told('untitled:Untitled-1', ({ diagnostics }) => diagnostics.length > 0);
    server.close('untitled:Untitled-1');
    await server.told('untitled:Untitled-1', ({ diagnostics }) => diagnostics.length === 0);
    await assert.rejects(symbols(server, 'untitled:Untitled-1'), /There is no file/);
  });

  it('outside the workspace leaves with the last one that imports it', PATIENCE, async () => {
    const server = await start({ 'r.failback': RUN, 'other.failback': RUN, 'site.failback': SITE });
    server.open('r.failback', RUN);
    server.open('other.failback', RUN);
    await symbols(server, 'r.failback');
    server.close('r.failback');
    assert.ok((await symbols(server, 'site.failback')).includes('gold'));
    await assert.rejects(symbols(server, 'r.failback'), /There is no file/);
    server.close('other.failback');
    await assert.rejects(symbols(server, 'site.failback'), /There is no file/);
  });

  it('that cannot be read any more is told to those that import it', PATIENCE, async () => {
    const server = await start({ 'runs/site.failback': SITE, 'runs/r.failback': RUN }, { workspaceFolders: ['runs'] });
    server.open('runs/r.failback', RUN);
    await symbols(server, 'runs/site.failback');
    server.files.delete('runs/site.failback');
    server.watched(['runs/site.failback', 2]);
    await server.told('runs/r.failback', ({ diagnostics }) => diagnostics.some(({ code }) => code === 'unknown-name'));
    server.change('runs/r.failback', 2, RUN.replaceAll('vm a ', 'vm b '));
    assert.ok((await symbols(server, 'runs/r.failback')).includes('b'));
  });
});

describe('a rule that crashes', () => {
  it('is told by its code, never as a clean file, and the other rules go on', PATIENCE, async () => {
    const rules = otherwise(() => {
      throw new Error('a fault in a rule');
    });
    const server = await start({ 'site.failback': SITE }, { rules });
    server.open('r.failback', RUN.replace('wave w { machines: a }\n', ''));
    const { diagnostics } = await server.told('r.failback', (told) => told.diagnostics.length > 0);
    const told = diagnostics.find(({ code }) => code === 'FB110');
    assert.match(String(told?.message), /broke down.*a fault in a rule/s);
    assert.ok(codes(server, 'r.failback').includes('FB157'));
  });

  it('where it is drawn is told too', PATIENCE, async (t) => {
    const log = t.mock.method(console, 'error', () => undefined);
    const at = {
      uri: 'memory:/r.failback',
      get start(): never {
        throw new Error('a fault in a place');
      },
    };
    const rules = otherwise(() => ({ kind: 'broken', subject: 'r', at, params: {}, related: [] }));
    const server = await start({ 'site.failback': SITE }, { rules });
    server.open('r.failback', RUN);
    const { diagnostics } = await server.told('r.failback', (told) => told.diagnostics.length > 0);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['catalogue-broke-down'],
    );
    assert.ok((await symbols(server, 'r.failback')).includes('a'));
    assert.ok(log.mock.callCount() > 0);
  });
});

/** The catalogue with a rule that finds something else. */
function otherwise(found: () => unknown): readonly Rule[] {
  return catalogue.map((rule) =>
    rule.code !== 'FB110'
      ? rule
      : ({
          ...rule,
          message: () => 'Something else.',
          fix: undefined,
          *check() {
            yield found();
          },
        } as unknown as Rule),
  );
}

describe('a client that takes no registration', () => {
  it('is not asked to tell of changed settings', PATIENCE, async () => {
    for (const dynamicRegistration of [false, true]) {
      const asked: string[] = [];
      const server = await start(
        { 'r.failback': RUN },
        { capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration } } } },
      );
      server.connection.onRequest('client/registerCapability', ({ registrations }) => {
        asked.push(...registrations.map(({ method }: { readonly method: string }) => method));
      });
      server.open('r.failback', RUN);
      await symbols(server, 'r.failback');
      assert.equal(asked.includes('workspace/didChangeConfiguration'), dynamicRegistration);
    }
  });
});
