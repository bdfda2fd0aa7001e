import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml, XmlError, type XmlNode } from '../../executor/vsphere/xml-reader.ts';

test('elements, attributes and texts are read, prefixes are not', () => {
  const root = readXml(
    `\uFEFF<?xml version="1.0"?>\n<!-- hello --><s:a xmlns:s="urn:x"><b type='Datastore' xsi:type="vim25:Ref">ds&#45;&#x31; &lt;&amp;&gt;&quot;&apos;</b >\n<c/><d note="a > b"><![CDATA[<raw> & so]]></d><e></e></s:a>\n`,
  );
  assert.deepEqual(brief(root), [
    'a',
    [
      ['b', `ds-1 <&>"'`],
      ['c', ''],
      ['d', '<raw> & so'],
      ['e', ''],
    ],
  ]);
  assert.equal(root.children[0]?.refersTo, 'Datastore');
  assert.equal(root.children[0]?.type, 'Ref');
});

test('whatever is written is read back', () => {
  const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(
        name,
        fc.string({ unit: 'binary' }).map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, '')),
      ),
      fc.tuple(name, fc.array(tie('tree'), { minLength: 1, maxLength: 4 })),
    ),
  }));
  fc.assert(
    fc.property(tree, (written) => assert.deepEqual(brief(readXml(print(written))), written)),
    { numRuns: 200 },
  );
});

test('elements are handed over where they are wanted, and only there', () => {
  const taken: unknown[] = [];
  const root = readXml('<r><in><x>1</x><y>2</y><x>3<x>4</x></x></in><x>5</x></r>', {
    inside: 'in',
    name: 'x',
    take: (node) => taken.push(brief(node)),
  });
  assert.deepEqual(taken, [
    ['x', '1'],
    ['x', [['x', '4']]],
  ]);
  assert.deepEqual(brief(root), [
    'r',
    [
      ['in', [['y', '2']]],
      ['x', '5'],
    ],
  ]);
});

test('a text of 10 MB is nobody’s name: it is left out, and the rest is read', () => {
  const root = readXml(`<r><a>${'x'.repeat(10 * 2 ** 20)}</a><b>c</b></r>`);
  assert.equal(root.children[0]?.text, undefined);
  assert.equal(root.children[1]?.text, 'c');
});

const refused: Readonly<Record<string, string>> = {
  'a document type': '<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>',
  'a billion laughs': `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}">]><r>&b;</r>`,
  'an external entity': '<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>',
  'a document type inside': '<r><!DOCTYPE r></r>',
  'an entity that nobody declared': '<r>&nbsp;</r>',
  'an entity called as a method of every object': '<r>&toString;</r>',
  'half an entity': '<r>AT&T</r>',
  'a character that does not exist': '<r>&#x110000;</r>',
  'half a character': '<r>&#xD800;</r>',
  nothing: '',
  'no XML': 'Service unavailable',
  'a page of a proxy': '<html><body><br><p>Sign in</body></html>',
  'the wrong end': '<a><b></a></b>',
  'an end whose name only begins right': '<a></ab>',
  'one end too many': '<a></a></a>',
  'no end': '<a><b>',
  'a cut tag': '<a><b',
  'a cut attribute': '<a b="c',
  'a cut comment': '<a><!-- ',
  'a cut CDATA': '<a><![CDATA[ ',
  'two roots': '<a/><b/>',
  'text after the end': '<a/>b',
  'a tag without a name': '<a>< b/></a>',
  'depth without end': '<a>'.repeat(100_000),
};

for (const [what, source] of Object.entries(refused))
  test(`refused: ${what}`, () => assert.throws(() => readXml(source), XmlError));

type Tree = [name: string, inside: string | Tree[]];

function brief(node: XmlNode): Tree {
  return [node.name, node.children.length > 0 ? node.children.map(brief) : (node.text ?? '')];
}

function print([name, inside]: Tree): string {
  const text =
    typeof inside === 'string'
      ? inside.replace(/[<&>]/g, (one) => `&#${one.charCodeAt(0)};`)
      : inside.map(print).join('\n');
  return `<${name}>${text}</${name}>`;
}
