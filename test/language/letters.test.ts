import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type Served, serveInMemory } from '../support/served.ts';

/** A family as one emoji, Hebrew from right to left, an `é` of one character and one of two, a ligature. */
const LETTERS = '\u{1f469}\u200d\u{1f467}\u05e9\u05e8\u05ea\u00e9 e\u0301\ufb00';
/** Stands in their place in the plain text, as long as they are, counted in UTF-16 units. */
const PLAIN = 'x'.repeat(LETTERS.length);

const TEXT = `import "./site.failback" // ${PLAIN}
runbook r {
  architecture: modernized  change: "${PLAIN}"  objective: 24 h
  before commit { approve "${PLAIN}" { by: dana } }
}
defaults vm { location: original  via: asr }
person dana { name: "${PLAIN}" }
/// ${PLAIN}
vm a { os: linux "${PLAIN}"  via: asr  datastore: gold }
vms g { // ${PLAIN}
  os: windows "${PLAIN}"  via: asp
  b, c
}
wave one { machines: a }
wave two {
  after: one
  machines: g
  after failover { probe "${PLAIN}" { tcp: a  port: 443 } }
}
`;
const OTHER = TEXT.replaceAll(PLAIN, LETTERS).replace(/^ {2}/gm, '\t\t').replaceAll('\n', '\r\n');
const SITE = 'appliance asr { }\ndatastore gold { }\n';

/** Where the cursor stands, each behind letters of other scripts on its line or below them. */
const CURSORS = [
  'dana } }',
  'asr  datastore',
  'gold }',
  'asp',
  'a  port',
  'one\n',
  'a { os',
  'g\n',
  'objective',
  '443',
];

const AT_A_PLACE = [
  'completion',
  'definition',
  'documentHighlight',
  'hover',
  'implementation',
  'linkedEditingRange',
  'prepareCallHierarchy',
  'prepareRename',
  'references',
  'rename',
  'selectionRange',
  'signatureHelp',
  'typeDefinition',
] as const;

const OF_A_FILE = [
  'codeAction',
  'codeLens',
  'documentLink',
  'documentSymbol',
  'foldingRange',
  'inlayHint',
  'semanticTokens/full',
] as const;

const servers: Served[] = [];
after(() => {
  for (const { connection } of servers) connection.dispose();
});

async function opened(text: string): Promise<Served> {
  const served = await serveInMemory({ 'site.failback': SITE }, {});
  servers.push(served);
  served.open('a.failback', text);
  await served.told('a.failback', () => true);
  return served;
}

describe('letters of other scripts, tabs and line ends of another system', () => {
  it('change no place that is told', async () => {
    const [plain, other] = [await opened(TEXT), await opened(OTHER)];
    const told = ({ published, uriOf }: Served) => asPlain(published.get(uriOf('a.failback'))?.diagnostics);
    assert.ok((plain.published.get(plain.uriOf('a.failback'))?.diagnostics.length ?? 0) > 3);
    assert.deepEqual(told(other), told(plain));
  });

  for (const feature of AT_A_PLACE)
    it(`change no answer of ${feature}`, async () => {
      const [plain, other] = [await opened(TEXT), await opened(OTHER)];
      const answers = await Promise.all(CURSORS.map(async (at) => [at, await atPlace(plain, feature, at)] as const));
      assert.ok(
        answers.some(([, answer]) => answer !== 'null' && answer !== '[]'),
        'nothing was answered anywhere',
      );
      for (const [at, answer] of answers) assert.deepEqual(await atPlace(other, feature, at), answer, at);
    });

  for (const feature of OF_A_FILE)
    it(`change no answer of ${feature}`, async () => {
      const [plain, other] = [await opened(TEXT), await opened(OTHER)];
      const answer = await ofFile(plain, feature);
      assert.ok(answer.length > 10, answer);
      assert.equal(await ofFile(other, feature), answer);
    });

  it('are kept by the formatter, and so are the line ends', async () => {
    const format = async (served: Served, text: string): Promise<string> => {
      const edits = await served.ask<readonly { readonly range: Lines; readonly newText: string }[]>(
        'textDocument/formatting',
        { textDocument: file(served), options: { tabSize: 2, insertSpaces: true } },
      );
      return applied(text, edits);
    };
    const plain = await format(await opened(TEXT), TEXT);
    assert.equal(await format(await opened(OTHER), OTHER), plain.replaceAll(PLAIN, LETTERS).replaceAll('\n', '\r\n'));
  });
});

const file = ({ uriOf }: Served) => ({ uri: uriOf('a.failback') });

async function atPlace(served: Served, feature: string, cursor: string): Promise<string> {
  const lines = TEXT.slice(0, TEXT.indexOf(cursor)).split('\n');
  const position = { line: lines.length - 1, character: (lines.at(-1)?.length ?? 0) + 1 };
  const asked = { position, positions: [position], newName: 'new-name', context: { includeDeclaration: true } };
  // What cannot be renamed is refused with a sentence, the same for both.
  const refused = (error: Error) => `refused: ${error.message}`;
  return asPlain(await served.ask(`textDocument/${feature}`, { textDocument: file(served), ...asked }).catch(refused));
}

async function ofFile(served: Served, feature: string): Promise<string> {
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const { diagnostics = [] } = served.published.get(file(served).uri) ?? {};
  return asPlain(
    await served.ask(`textDocument/${feature}`, { textDocument: file(served), range, context: { diagnostics } }),
  );
}

/** With the plain letters again; indentation and line ends of what would be written follow the text, and so are told apart. */
function asPlain(answer: unknown): string {
  return JSON.stringify(answer ?? null, (key, value) => (key === 'resultId' ? undefined : value))
    .replaceAll(LETTERS, PLAIN)
    .replaceAll('\\r\\n', '\\n')
    .replaceAll('\\t\\t', '  ');
}

interface Lines {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

function applied(text: string, edits: readonly { readonly range: Lines; readonly newText: string }[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offsetOf = ({ line, character }: Lines['start']): number =>
    Math.min((starts[line] ?? text.length) + character, text.length);
  return edits
    .toSorted((one, other) => offsetOf(other.range.start) - offsetOf(one.range.start))
    .reduce(
      (all, { range, newText }) => all.slice(0, offsetOf(range.start)) + newText + all.slice(offsetOf(range.end)),
      text,
    );
}
