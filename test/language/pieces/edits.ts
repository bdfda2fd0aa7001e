import fc from 'fast-check';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** What one change does, told so that it fits into any text. */
export interface Edit {
  /** Where, as a share of the text. */
  readonly at: number;
  readonly remove: number;
  /** What is written; a number copies so many characters from the start of the place `from`. */
  readonly insert: string | { readonly from: number; readonly length: number };
  /** Begins and ends at lines, as a person who deletes or pastes whole lines does. */
  readonly wholeLines: boolean;
}

/** One notification of an editor: several changes of one file. */
export interface Step {
  readonly file: number;
  readonly edits: readonly Edit[];
}

const TYPED = fc.constantFrom(
  '{',
  '}',
  '"',
  ',',
  ':',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\u2028',
  '//',
  '// a word\n',
  '/// told\n',
  'a',
  '-',
  '.',
  '§',
  '💥',
  '\ufeff',
);

const WRITTEN = fc.constantFrom(
  'vm ',
  'vm x',
  'vm m1 { os: linux }\n',
  'vm M2 {\n  via: a1\n  datastore: gold\n}\n',
  'vms g2 {\n  os: linux\n  m1, n1\n  n2 { datastore: gold }\n}\n',
  'wave w2 { machines: m1, g }\n',
  '\nhost h1 { vcenter: vc }\n',
  'import "./b.failback"\n',
  'import "./c.failback"\n',
  'import\n',
  'datastore gold {}\n',
  'appliance a1 {}\n',
  '  after-all { }\n',
  'os: linux',
  'machines: m1, m2',
  'n8 { datastore: gold }\n',
  'n9, m1\n',
  'vms g {\n',
  '\n}\nvms g3 {\n  ',
  'known {',
  'foo: a',
  'nic',
  'disk "x"',
  'via: a1  ',
  '}\n\n',
  '} vm y {',
  '{ nic {',
  '// } vm z {',
  '"vm z {"',
);

/** Anywhere alike: `fc.double` prefers numbers close to 0, and would leave the lower half of a text in peace. */
const SHARE = fc.nat(10_000).map((share) => share / 10_000);

const EDIT: fc.Arbitrary<Edit> = fc.record({
  at: SHARE,
  remove: fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, { weight: 2, arbitrary: fc.nat(30) }, fc.nat(300)),
  insert: fc.oneof(
    { weight: 3, arbitrary: TYPED },
    { weight: 2, arbitrary: WRITTEN },
    { weight: 2, arbitrary: fc.constant('') },
    fc.record({ from: SHARE, length: fc.nat(200) }),
    fc.string({ maxLength: 6 }),
  ),
  wholeLines: fc.boolean(),
});

export function steps(files: number, maxLength = 8): fc.Arbitrary<readonly Step[]> {
  const step = fc.record({ file: fc.nat(files - 1), edits: fc.array(EDIT, { minLength: 1, maxLength: 4 }) });
  return fc.array(step, { minLength: 1, maxLength });
}

/** Little things typed one after another, so that most of the text stays whole. */
export function keystrokes(files: number): fc.Arbitrary<readonly Step[]> {
  const keystroke = fc.record({
    at: SHARE,
    remove: fc.nat(2),
    insert: fc.constantFrom(
      '',
      'x',
      '1',
      'x y',
      ' ',
      ',',
      '\n',
      '\r\n',
      '\n// told\n',
      ' {}',
      '\nn8 { datastore: gold }\n',
    ),
    wholeLines: fc.boolean(),
  });
  const step = fc.record({ file: fc.nat(files - 1), edits: keystroke.map((edit) => [edit]) });
  return fc.array(step, { minLength: 1, maxLength: 8 });
}

/** The changes that an editor would send, each counted in the text as the one before left it. */
export function changesOf(text: string, edits: readonly Edit[]): TextDocumentContentChangeEvent[] {
  const document = TextDocument.create('memory:///x', 'failback', 1, text);
  return edits.map((edit, index) => {
    const now = document.getText();
    const lineStart = (offset: number): number => (edit.wholeLines ? now.lastIndexOf('\n', offset - 1) + 1 : offset);
    const start = lineStart(Math.floor(edit.at * now.length));
    const end = Math.max(start, lineStart(Math.min(now.length, start + edit.remove)));
    const { insert } = edit;
    const from = typeof insert === 'string' ? 0 : lineStart(Math.floor(insert.from * now.length));
    const written = typeof insert === 'string' ? insert : now.slice(from, from + insert.length);
    const change = { range: { start: document.positionAt(start), end: document.positionAt(end) }, text: written };
    TextDocument.update(document, [change], index + 2);
    return change;
  });
}

/** Three files that import each other and use each other's names. */
export const FILES: Readonly<Record<string, string>> = {
  'a.failback': `import "./b.failback"
// what is moved
runbook r {
  architecture: modernized
  vault: v
  accept { rule: FB041  because: "known"  by: dana  until: 2026-12-31 }
}

defaults vm { via: a1  recovery-point: crash-consistent }

/// The database.
/// It comes first.
vm m1 { os: windows "2019"  datastore: gold  nic { port-group: "VLAN 1" } }
vm m2 { os: linux }  vm m3 { datastore: silver }
vms g {
  os: linux
  datastore: silver
  n1, n2
  /// Larger than the others.
  n3 { datastore: gold }
}

app erp { machines: m1, g }
wave first { machines: m1 }
// the rest
// of it
wave second {
  after: first
  machines: M2, g
  before failover { approve "Go" { by: dana } }
}
after-all { remove-leftovers: disks }
`,
  'b.failback': `// the site
import "./c.failback"
vault v { name: "rsv" }
datastore gold { vcenter: vc  type: vmfs }
datastore silver {}
appliance a1 { vcenter: vc  datastores: gold, silver }
vm m1 { datastore: gold }
`,
  'c.failback': `import "./b.failback"
person dana { name: "Dana" }
vcenter vc { address: vc.local }

host h1 {
  vcenter: vc
  datastores: gold
}
`,
};
