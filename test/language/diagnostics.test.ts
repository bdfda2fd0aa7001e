import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, describe, it } from 'node:test';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { pulledDiagnostics } from '../../language-server/src/features/publish-diagnostics.ts';
import { serve } from '../../language-server/src/serve.ts';
import { inMemory, openEditor } from '../support/editor.ts';

const SITE = 'appliance asr { }\ndatastore gold { }\nvault dr { log-storage: "stlogs" }\n';
const HEAD = 'import "./site.failback"\nrunbook r { architecture: modernized  vault: dr }\n';

/** A run of `size` machines, all of them but the first in a wave. */
function runbookOf(size: number, vm = 'via: asr  datastore: gold'): string {
  const machines = Array.from({ length: size }, (_, at) => `vm m-${at} { ${vm} }`);
  const names = machines.slice(1).map((_, at) => `m-${at + 1}`);
  return `${HEAD}${machines.join('\n')}\nwave w { machines: ${names.join(', ')} }\n`;
}

interface Client {
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[];
  /** How often the server asked the client to ask again. */
  refreshes: number;
  readonly provider: unknown;
  open(name: string, text: string): Promise<void>;
  change(name: string, version: number, text: string): Promise<void>;
  /** The first message about a file, from `from` on, that shows what is asked for. */
  told(
    name: string,
    shows: (params: PublishDiagnosticsParams) => boolean,
    from?: number,
  ): Promise<PublishDiagnosticsParams>;
}

const clients: Client[] = [];
after(() => {
  for (const { connection } of clients) connection.dispose();
});

async function connect(
  files: Readonly<Record<string, string>>,
  capabilities: ClientCapabilities = {},
): Promise<Client> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const served = new Map(Object.entries(files));
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), {
    fileSystemProvider: () => inMemory(served),
  });
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const wake of waiting) wake();
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const { capabilities: server } = await connection.sendRequest<{ capabilities: { diagnosticProvider?: unknown } }>(
    'initialize',
    { processId: null, rootUri: null, workspaceFolders: null, capabilities },
  );
  await connection.sendNotification('initialized', {});
  const client: Client = {
    connection,
    published,
    refreshes: 0,
    provider: server.diagnosticProvider,
    open: (name, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uriOf(name), languageId: 'failback', version: 1, text },
      }),
    change: (name, version, text) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf(name), version },
        contentChanges: [{ text }],
      }),
    told: (name, shows, from = 0) =>
      new Promise((resolve) => {
        const look = () => {
          const found = published.slice(from).find((params) => params.uri === uriOf(name) && shows(params));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
  connection.onRequest('workspace/diagnostic/refresh', () => {
    client.refreshes += 1;
    for (const wake of waiting) wake();
    return null;
  });
  clients.push(client);
  return client;
}

const uriOf = (name: string): string => `memory:/${name}`;
const has =
  (code: string) =>
  ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) =>
    diagnostics.some((each) => each.code === code);

describe('a client that waits to be told', () => {
  it('hears of each version that it was judged', async () => {
    const text = runbookOf(3);
    const client = await connect({ 'r.failback': text, 'site.failback': SITE });
    assert.equal(client.provider, undefined);
    await client.open('r.failback', text);
    await client.told('r.failback', ({ version }) => version === 1);
    await client.change('r.failback', 2, text.replace('datastore: gold', 'datastore: golf'));
    await client.told('r.failback', (params) => params.version === 2 && has('unknown-name')(params));
    // Nothing was found in the machine that is typed in, yet the client waits for its version.
    await client.change('r.failback', 3, text);
    const last = await client.told('r.failback', ({ version }) => version === 3);
    assert.ok(!has('unknown-name')(last));
  });

  it('hears at once of the machine that changed, and in a pause of the whole run', async () => {
    const text = runbookOf(80);
    const client = await connect({ 'r.failback': text, 'site.failback': SITE });
    await client.open('r.failback', text);
    await client.told('r.failback', has('FB157'));
    const from = client.published.length;
    await client.change(
      'r.failback',
      2,
      text.replace('machines: m-1, m-2,', 'machines: m-2,').replace('via: asr  ', ''),
    );
    const first = await client.told('r.failback', ({ version }) => version === 2, from);
    assert.ok(has('FB110')(first), 'the machine lost its appliance, which is told at once');
    assert.equal(countOf(first, 'FB157'), 1, 'who is in no wave is not asked while somebody types');
    await client.told('r.failback', (params) => countOf(params, 'FB157') === 2, from);
  });

  it('is not told again of other files as long as nothing changes there', async () => {
    const text = runbookOf(3);
    const client = await connect({ 'r.failback': text, 'site.failback': SITE });
    await client.open('site.failback', SITE);
    await client.open('r.failback', text);
    await client.told('r.failback', ({ version }) => version === 1);
    await client.change('r.failback', 2, `${text}// one\n`);
    await client.told('r.failback', ({ version }) => version === 2);
    const from = client.published.length;
    await client.change('r.failback', 3, `${text}// two\n`);
    await client.told('r.failback', ({ version }) => version === 3, from);
    assert.deepEqual(
      client.published.slice(from).map(({ uri }) => uri),
      [uriOf('r.failback')],
    );
  });
});

describe('a client that asks', () => {
  const pulls: ClientCapabilities = {
    textDocument: { diagnostic: {} },
    workspace: { diagnostics: { refreshSupport: true } },
  };
  const ask = (client: Client, previousResultId?: string) =>
    client.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: uriOf('r.failback') },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });

  it('gets what there is, hears when it is unchanged, and is never told', async () => {
    const text = runbookOf(3);
    const client = await connect({ 'r.failback': text, 'site.failback': SITE }, pulls);
    assert.ok(client.provider !== undefined);
    await client.open('r.failback', text);
    const first = await ask(client);
    assert.ok(first.kind === 'full' && has('FB157')({ diagnostics: first.items }));
    const again = await ask(client, first.resultId);
    assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
    await client.change('r.failback', 2, text.replace('datastore: gold', 'datastore: golf'));
    const changed = await ask(client, first.resultId);
    assert.ok(changed.kind === 'full' && has('unknown-name')({ diagnostics: changed.items }));
    assert.notEqual(changed.resultId, first.resultId);
    assert.deepEqual(client.published, []);
  });

  it('is asked to ask again when the whole run was judged', async () => {
    const text = runbookOf(80);
    const client = await connect({ 'r.failback': text, 'site.failback': SITE }, pulls);
    await client.open('r.failback', text);
    await ask(client);
    await until(() => client.refreshes > 0);
    const settled = await ask(client);
    assert.ok(settled.kind === 'full' && has('FB157')({ diagnostics: settled.items }));
  });

  it('gets all files of a workspace, as they come, and may cut it short', async () => {
    const text = runbookOf(3);
    const client = await connect({ 'r.failback': text, 'site.failback': SITE }, pulls);
    await client.open('r.failback', text);
    await ask(client);
    const whole = await client.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [],
    });
    assert.deepEqual(whole.items.map(({ uri, kind }) => `${kind} ${uri}`).sort(), [
      `full ${uriOf('r.failback')}`,
      `full ${uriOf('site.failback')}`,
    ]);
    const partly: unknown[] = [];
    client.connection.onProgress({ _: undefined } as never, 'a token', (part) => void partly.push(part));
    const rest = await client.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: whole.items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' })),
      partialResultToken: 'a token',
    });
    assert.deepEqual(rest, { items: [] });
    assert.equal(partly.length, 2);
  });
});

describe('a large inventory', () => {
  const text = runbookOf(3).replace('vault: dr', 'vault: dr  inventory: "r.json"');
  const world = (note: string) =>
    JSON.stringify({
      schema: 'failback/inventory',
      version: 1,
      capturedAt: '2026-11-23T08:30:00Z',
      capturedBy: note,
      azureVms: [],
    });

  it('does not keep the text from being judged, and is told of when it was read', async () => {
    const files = { 'site.failback': SITE, 'r.json': world('x'.repeat(1_100_000)) };
    const broken = text.replace('datastore: gold', 'datastore: golf');
    const client = await connect({ ...files, 'r.failback': broken });
    await client.open('r.failback', broken);
    const first = await client.told('r.failback', has('unknown-name'));
    assert.ok(!has('FB157')(first), 'the rules wait for the inventory');
    await client.told('r.failback', has('FB157'));
  });

  it('is waited for by whoever wants all there is', async () => {
    const files = { 'site.failback': SITE, 'r.json': world('x'.repeat(1_100_000)), 'r.failback': text };
    const editor = openEditor(files);
    const analysis = await editor.services.workspace.Analysis.of(await editor.open('r.failback'));
    assert.equal(analysis.inventory?.kind, 'read');
    assert.ok(analysis.standing?.settled);
  });
});

describe('of very many findings', () => {
  it('the gravest thousand are shown, and it is said how many there are besides', async () => {
    const broken = runbookOf(1_500, 'datastore: gold');
    const editor = openEditor({ 'r.failback': broken, 'site.failback': SITE });
    const document = await editor.open('r.failback');
    const settled = await editor.services.workspace.Diagnostics.settled(document);
    assert.equal(settled.length, 1_001);
    assert.ok(settled.slice(0, 1_000).every(({ severity }) => severity === 1));
    const last = settled.at(-1);
    assert.equal(last?.code, 'more-findings');
    assert.match(
      String(last?.message),
      /^\d{4,} more findings of this file are not shown.*failback check r\.failback$/s,
    );
    const { findings } = (await editor.services.workspace.Analysis.of(document)).assessment ?? { findings: [] };
    const here = findings.filter(({ at }) => at.uri === uriOf('r.failback')).length;
    assert.equal(Number.parseInt(String(last?.message), 10), here - 1_000);
  });

  it('what did not change is not drawn again', async () => {
    const text = runbookOf(60);
    const editor = openEditor({ 'r.failback': text, 'site.failback': SITE });
    const { Diagnostics } = editor.services.workspace;
    const before = await Diagnostics.settled(await editor.open('r.failback'));
    const after = await Diagnostics.settled(
      await editor.change('r.failback', text.replace('vm m-30 { via: asr  ', 'vm m-30 { ')),
    );
    const kept = new Set(before);
    assert.ok(after.length > 60);
    const drawn = after.filter((each) => !kept.has(each));
    assert.ok(drawn.length > 0 && drawn.length <= 8, `${drawn.length} of ${after.length} were drawn again`);
  });
});

describe('a breakdown', () => {
  it('of what reads the text leaves no clean file, and is over with its cause', async () => {
    const text = runbookOf(3);
    const editor = openEditor({ 'r.failback': text, 'site.failback': SITE });
    const { ScopeProvider } = editor.services.references;
    const names = ScopeProvider.namesVisibleFrom;
    ScopeProvider.namesVisibleFrom = () => {
      throw new Error('no names today');
    };
    await editor.open('r.failback');
    const [told] = editor.diagnostics('r.failback');
    assert.equal(told?.code, 'catalogue-broke-down');
    assert.match(String(told?.message), /no names today/);
    ScopeProvider.namesVisibleFrom = names;
    await editor.change('r.failback', `${text}// again\n`);
    assert.ok(!has('catalogue-broke-down')({ diagnostics: editor.diagnostics('r.failback') }));
    assert.ok(has('FB157')({ diagnostics: editor.diagnostics('r.failback') }));
  });

  it('of a rule about the whole run is told in the pause', async () => {
    const text = runbookOf(80);
    const editor = openEditor({ 'r.failback': text, 'site.failback': SITE });
    const document = await editor.open('r.failback');
    const { Analysis, Diagnostics } = editor.services.workspace;
    const { standing } = await Analysis.atOnce(document);
    assert.ok(standing !== undefined);
    standing.settle = () => {
      throw new Error('no rule today');
    };
    const told = await Diagnostics.settled(document);
    assert.ok(has('catalogue-broke-down')({ diagnostics: told }));
  });
});

function countOf({ diagnostics }: PublishDiagnosticsParams, code: string): number {
  return diagnostics.filter((each) => each.code === code).length;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('a client that can pull and wants to be told all the same is told', () => {
  const params = (options: object) =>
    ({ capabilities: { textDocument: { diagnostic: {} } }, initializationOptions: options }) as InitializeParams;
  assert.deepEqual(pulledDiagnostics(params({ pushDiagnostics: true })), {});
  assert.notDeepEqual(pulledDiagnostics(params({})), {});
});
