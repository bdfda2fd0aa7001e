import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import type { CodeLens, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { Machine, Runbook, Wave } from '../../core/runbook/runbook.ts';
import type { Located } from '../../core/runbook/source.ts';
import { CHECK_REQUEST, type CheckAnswer } from '../../language-server/protocol.ts';
import { checkClaims } from '../../language-server/src/check/check-claims.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { Claims } from '../../language-server/src/workspace/claims.ts';
import { type Served, serveInMemory } from '../support/served.ts';

const SITE = 'vault weu { }\nvm db { os: linux }\nvm web { os: linux }\n';
const runbook = (name: string, machines: string) =>
  `import "./site.failback"\nrunbook ${name} { architecture: modernized  vault: weu }\nwave w { machines: ${machines} }\n`;

const servers: Served[] = [];
after(() => {
  for (const { connection } of servers) connection.dispose();
});

async function serve(files: Readonly<Record<string, string>>, workspaceFolders: readonly string[]): Promise<Served> {
  const served = await serveInMemory(files, { workspaceFolders });
  servers.push(served);
  return served;
}

const textDocument = ({ uriOf }: Served, name: string) => ({ textDocument: { uri: uriOf(name) } });

const claimsIn = ({ diagnostics }: PublishDiagnosticsParams) =>
  diagnostics.filter(({ code }) => code === 'claimed-twice');

describe('a machine that two runbooks of a workspace move', () => {
  it('is told in both, though only one is open, and no longer once one of them lets it go', async () => {
    const served = await serve(
      { 'w/site.failback': SITE, 'w/a.failback': runbook('a', 'db'), 'w/b.failback': runbook('b', 'web, db') },
      ['w'],
    );
    served.open('w/a.failback', runbook('a', 'db'));
    const [own] = claimsIn(await served.told('w/a.failback', (told) => claimsIn(told).length === 1));
    assert.match(String(own?.message), /^'db' is moved by the runbook 'b' too/);
    assert.deepEqual(
      own?.relatedInformation?.map(({ location }) => `${location.uri} ${location.range.start.line}`),
      [`${served.uriOf('w/b.failback')} 2`],
    );
    await served.told('w/b.failback', (told) => claimsIn(told).length === 1);
    // Who counts errors elsewhere counts these too.
    const [lens] = await served.ask<CodeLens[]>('textDocument/codeLens', textDocument(served, 'w/a.failback'));
    assert.equal(lens?.command?.title, '1 error in the text');
    served.change('w/a.failback', 2, runbook('a', 'web'));
    await served.told('w/b.failback', (told) => /^'web' is/.test(String(claimsIn(told)[0]?.message)));
    served.change('w/a.failback', 3, runbook('a', ''));
    await served.told('w/b.failback', (told) => claimsIn(told).length === 0);
    await served.told('w/a.failback', (told) => claimsIn(told).length === 0);
  });

  it('is told no longer once the other file is gone', async () => {
    const served = await serve(
      { 'w/site.failback': SITE, 'w/a.failback': runbook('a', 'db'), 'w/b.failback': runbook('b', 'db') },
      ['w'],
    );
    served.open('w/a.failback', runbook('a', 'db'));
    await served.told('w/a.failback', (told) => claimsIn(told).length === 1);
    const check = () => served.ask<CheckAnswer>(CHECK_REQUEST, { uri: served.uriOf('w/a.failback') });
    const { errors } = await check();
    served.files.delete('w/b.failback');
    served.watched(['w/b.failback', 3]);
    await served.told('w/a.failback', (told) => claimsIn(told).length === 0);
    assert.equal((await check()).errors, errors - 1);
  });

  it('is no trouble where they belong to two folders of the workspace', async () => {
    const [one, other] = [runbook('a', 'db'), runbook('b', 'db')];
    const served = await serve(
      {
        'v/site.failback': SITE,
        'w/site.failback': SITE,
        'v/a.failback': one,
        'w/b.failback': other,
        'w/c.failback': other,
      },
      ['v', 'w'],
    );
    served.open('v/a.failback', one);
    await served.told('w/b.failback', (told) => claimsIn(told).length === 1);
    await served.told('w/c.failback', (told) => claimsIn(told).length === 1);
    const told = await served.told('v/a.failback', () => true);
    assert.deepEqual(claimsIn(told), []);
  });
});

describe('what is claimed twice', () => {
  it('is, after any edits, what comparing all runbooks with each other tells', async () => {
    const texts = new Map([['file:///x.failback', `${SITE}runbook x { architecture: modernized  vault: weu }\n`]]);
    const base = (await loadRunbook('file:///x.failback', async (uri) => texts.get(uri))).runbook;
    assert.ok(base !== undefined);
    const at = (uri: string, line: number) => ({ uri, start: { line, character: 0 }, end: { line, character: 1 } });
    const waveOf = (uri: string, line: number, names: readonly string[]): Wave => ({
      ...({} as Wave),
      name: `w${line}`,
      machines: names.map(
        (name): Located<Machine> => ({ value: { ...(base.machines[0] as Machine), name }, at: at(uri, line) }),
      ),
    });
    const edit = fc.record({
      file: fc.nat(3),
      waves: fc.option(
        fc.array(fc.array(fc.constantFrom('db', 'DB', 'web', 'app', 'x1', 'x2'), { maxLength: 4 }), { maxLength: 3 }),
        { nil: undefined },
      ),
      keep: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
        const claims = new Claims(() => 'file:///');
        const runbooks = new Map<string, Runbook>();
        for (const { file, waves, keep } of edits) {
          const uri = `file:///${file}.failback`;
          const kept = keep ? (runbooks.get(uri)?.waves ?? []).slice(0, 2) : [];
          const next =
            waves === undefined
              ? undefined
              : {
                  ...base,
                  name: `r${file}`,
                  at: at(uri, 0),
                  waves: [...kept, ...waves.map((names, index) => waveOf(uri, index + 3, names))],
                };
          if (next === undefined) runbooks.delete(uri);
          else runbooks.set(uri, next);
          claims.put(uri, next);
          const all = [...runbooks.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
          const told = (of: string) =>
            claims
              .problemsOf(of)
              .map(({ message }) => message)
              .sort();
          const expected = checkClaims(all);
          for (const of of runbooks.keys())
            assert.deepEqual(
              told(of),
              expected
                .filter((each) => each.at.uri === of)
                .map(({ message }) => message)
                .sort(),
            );
        }
      }),
      { seed: 71, numRuns: Number(process.env.FUZZ ?? 150) },
    );
  });
});
