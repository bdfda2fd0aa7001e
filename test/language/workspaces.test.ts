import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  type CompletionList,
  type Diagnostic,
  type Hover,
  type Location,
  LSPErrorCodes,
  type ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { catalogue } from '../../core/rules/catalogue.ts';
import { rulePage } from '../../language-server/src/rule-pages.ts';
import type { Served } from '../support/served.ts';
import { servers } from '../support/servers.ts';

const EXAMPLE = new URL('../../examples/contoso-erp/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, EXAMPLE), 'utf8');
const [RUNBOOK, SITE, INVENTORY] = [
  read('contoso-erp.failback'),
  read('amsterdam.site.failback'),
  read('contoso-erp.inventory.json'),
];

const start = servers();

function at({ uriOf }: Served, name: string, text: string, word: string) {
  const lines = text.slice(0, text.indexOf(word)).split('\n');
  return {
    textDocument: { uri: uriOf(name) },
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  };
}

const hoverAt = async (served: Served, name: string, text: string, word: string): Promise<string> => {
  const hover = await served.ask<Hover | null>('textDocument/hover', at(served, name, text, word));
  return (hover?.contents as { readonly value: string } | undefined)?.value ?? 'nothing';
};

describe('a workspace of several folders', () => {
  const folder = (name: string, inventory: string, site = SITE) => ({
    [`${name}/contoso-erp.failback`]: RUNBOOK,
    [`${name}/amsterdam.site.failback`]: site,
    [`${name}/contoso-erp.inventory.json`]: inventory,
  });

  it('takes names and facts from the folder of the file, whatever the other one says', async () => {
    const served = await start(
      {
        ...folder('one', INVENTORY),
        ...folder(
          'two',
          INVENTORY.replaceAll('Windows Server 2019', 'Windows Server 2012'),
          SITE.replaceAll('ds-gold', 'ds-lead'),
        ),
      },
      { workspaceFolders: ['one', 'two'] },
    );
    for (const name of ['one', 'two']) served.open(`${name}/contoso-erp.failback`, RUNBOOK);
    const hover = (name: string) => hoverAt(served, `${name}/contoso-erp.failback`, RUNBOOK, 'erp-db-01 {');
    const unknown = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) =>
      diagnostics.some(({ code }) => code === 'unknown-name');
    await served.told('two/contoso-erp.failback', unknown);
    assert.match(await hover('one'), /operating system: Windows Server 2019/);
    assert.match(await hover('two'), /operating system: Windows Server 2012/);
    assert.ok(!unknown(await served.told('one/contoso-erp.failback', () => true)));
    // What is typed in one folder is nothing to the other.
    served.open('two/amsterdam.site.failback', SITE.replaceAll('ds-gold', 'ds-lead'));
    served.change('two/amsterdam.site.failback', 2, SITE);
    await served.told('two/contoso-erp.failback', (told) => !unknown(told));
    const targets = await served.ask<readonly { readonly targetUri: string }[]>(
      'textDocument/definition',
      at(served, 'two/contoso-erp.failback', RUNBOOK, 'ds-gold'),
    );
    assert.deepEqual(
      targets.map(({ targetUri }) => targetUri),
      [served.uriOf('two/amsterdam.site.failback')],
    );
    const { changes = {} } = await served.ask<WorkspaceEdit>('textDocument/rename', {
      ...at(served, 'one/contoso-erp.failback', RUNBOOK, 'ds-gold'),
      newName: 'ds-fast',
    });
    assert.deepEqual(Object.keys(changes).sort(), [
      served.uriOf('one/amsterdam.site.failback'),
      served.uriOf('one/contoso-erp.failback'),
    ]);
  });
});

describe('a file that was never saved', () => {
  it('has its features', async () => {
    const text = 'vm a { os: linux }\nwave w { machines: a  after: v }\n';
    const served = await start({}, { workspaceFolders: ['w'] });
    const name = 'untitled:Untitled-1';
    served.open(name, text);
    const told = await served.told(name, ({ diagnostics }) => diagnostics.length > 0);
    assert.ok(told.diagnostics.some(({ code, message }) => code === 'unknown-name' && /'v'/.test(String(message))));
    const place = at(served, name, text, 'a  after');
    const used = await served.ask<Location[]>('textDocument/references', {
      ...place,
      context: { includeDeclaration: true },
    });
    assert.deepEqual(
      used.map(({ uri, range }) => `${uri} ${range.start.line}`),
      [`${name} 0`, `${name} 1`],
    );
    const { changes = {} } = await served.ask<WorkspaceEdit>('textDocument/rename', { ...place, newName: 'b' });
    assert.equal(changes[name]?.length, 2);
    const { items } = await served.ask<CompletionList>('textDocument/completion', place);
    assert.ok(items.some(({ label }) => label === 'a'));
    const edits = await served.ask<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri: name },
      options: { tabSize: 2, insertSpaces: true },
    });
    assert.ok(Array.isArray(edits));
  });
});

describe('a name with marks on its letters', () => {
  const [one, two] = ['B\u00fcro', 'Bu\u0308ro'];
  const text = (name: string) =>
    `runbook r { architecture: modernized  inventory: "seen.json" }\nvm a { datastore: office }\ndatastore office { name: "${name}" }\n`;
  const seen = (name: string) => INVENTORY.replaceAll('"ds-gold"', JSON.stringify(name));

  for (const [written, captured] of [
    [one, two],
    [two, one],
  ] as const)
    it(`is the one that was captured, though it is spelt ${written.length > captured.length ? 'longer' : 'shorter'}`, async () => {
      const served = await start({ 'seen.json': seen(captured), 'r.failback': text(written) });
      served.open('r.failback', text(written));
      await served.told('r.failback', () => true);
      assert.match(await hoverAt(served, 'r.failback', text(written), 'office }'), /Captured .*\n\n.*free: 9 TiB/s);
      const other = text(written).replace(written, 'Bureau');
      served.change('r.failback', 2, other);
      await served.told('r.failback', ({ version }) => version === 2);
      assert.doesNotMatch(await hoverAt(served, 'r.failback', other, 'office }'), /Captured/);
    });

  it('is no name in the runbook, and it is said what one holds and where the other goes', async () => {
    const served = await start({});
    served.open('r.failback', `vm ${one} { os: linux }\n`);
    const { diagnostics } = await served.told('r.failback', () => true);
    const [told] = diagnostics.filter(({ code }) => code === 'unexpected-character');
    assert.match(
      String(told?.message),
      /^'\u00fc' has no meaning here: a name holds letters from a to z.* in `name:` or `item:`/,
    );
  });
});

describe('whoever wants the diagnostics of a whole workspace', () => {
  it('may give up, and gets other answers afterwards', async () => {
    const texts = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `w/r${index}.failback`,
        `runbook r${index} { architecture: modernized }\nvm m-${index} { os: linux }\nwave w { machines: m-${index} }\n`,
      ]),
    );
    const served = await start(texts, {
      workspaceFolders: ['w'],
      capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    });
    const source = new CancellationTokenSource();
    const whole = served.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] }, source.token);
    source.cancel();
    await assert.rejects(whole, ({ code }: ResponseError) => code === LSPErrorCodes.RequestCancelled);
    const { items } = await served.ask<{ readonly items: readonly unknown[] }>('workspace/diagnostic', {
      previousResultIds: [],
    });
    assert.equal(items.length, 60);
  });
});

describe('each rule of the catalogue', () => {
  it('has the page that its code leads to', () => {
    for (const { code, title } of catalogue) {
      const page = new URL(`../../${rulePage(code)}`, import.meta.url);
      assert.ok(existsSync(page), `${page} is not there`);
      assert.ok(readFileSync(page, 'utf8').startsWith(`# ${code}`), `the page of ${code} begins with another one`);
      assert.ok(readFileSync(page, 'utf8').includes(title), `the page of ${code} has another title`);
    }
  });
});
