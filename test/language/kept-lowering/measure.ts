/**
 * How long lowering takes after one edit, without reading the text: `node test/language/kept-lowering/measure.ts`.
 * A script and no test, for a busy machine would make it fail.
 */
import { KeptLowering } from '../../../language-server/src/lower/kept-lowering.ts';
import { withImports } from '../../../language-server/src/names/imported-files.ts';
import { Workspace } from '../pieces/workspace.ts';

const MOVES = 'big.failback';
const SITE = 'site.failback';

for (const machines of [1000, 10_000]) await measure(machines);

async function measure(machines: number): Promise<void> {
  const workspace = new Workspace().open({ [MOVES]: movesOf(machines), [SITE]: siteOf() });
  const { failback, shared } = workspace;
  const kept = new KeptLowering({
    comments: failback.documentation.CommentProvider,
    namesVisibleFrom: (file) => failback.references.ScopeProvider.namesVisibleFrom(file),
  });
  const lower = (): number => {
    const files = withImports(workspace.document(MOVES), shared.workspace.LangiumDocuments);
    const started = performance.now();
    kept.lower(files);
    return performance.now() - started;
  };
  console.log(`${machines} machines: from nothing ${lower().toFixed(0)} ms`);

  /** Types something behind a word and takes it away again. */
  const type = async (what: string, path: string, word: string, written: string, times = 100): Promise<void> => {
    const text = workspace.text(path);
    const lines = text.slice(0, text.indexOf(word) + word.length).split('\n');
    const start = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const end =
      written === '\n'
        ? { line: start.line + 1, character: 0 }
        : { ...start, character: start.character + written.length };
    const took: number[] = [];
    for (let time = 0; time < times; time++) {
      const isTyping = time % 2 === 0;
      await workspace.change(path, [{ range: { start, end: isTyping ? start : end }, text: isTyping ? written : '' }]);
      took.push(lower());
    }
    took.sort((one, other) => one - other);
    const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(2);
    console.log(`  ${what.padEnd(28)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms`);
  };
  const middle = machines / 2;
  await type('a value of a machine', MOVES, `vm m-${middle} {\n  os: linux "Ubuntu`, '1', 300);
  await type('the name of a machine', MOVES, `vm m-${middle}`, 'x');
  await type('a value of a wave', MOVES, 'at-most: 4', '1');
  await type('a name in a wave', MOVES, 'machines: m-0', 'x');
  await type('a value of a datastore', SITE, 'datastore gold-3 { free: 500', '0', 30);
  await type('a line in the defaults', MOVES, 'defaults vm {', '\n', 30);
  await type('a line above everything', MOVES, 'runbook big {', '\n');
}

function movesOf(machines: number): string {
  const each = Array.from({ length: machines }, (_, index) => index);
  const vms = each.map(
    (index) => `/// Machine ${index}.
vm m-${index} {
  os: linux "Ubuntu 22.04"  size: 100 GB
  datastore: gold-${index % 20}
  nic { port-group: "VLAN 1"  address: 10.0.0.1 }
}`,
  );
  const waves = Array.from({ length: 10 }, (_, wave) => {
    const names = each.slice((wave * machines) / 10, ((wave + 1) * machines) / 10).map((index) => `m-${index}`);
    return `wave w-${wave} {\n  at-most: 4 machines\n  machines: ${names.join(', ')}\n}`;
  });
  const head = `import "./${SITE}"\nrunbook big {\n  architecture: modernized\n  vault: v\n}\ndefaults vm {\n  location: original  via: asr-1\n}`;
  return `${[head, ...vms, ...waves].join('\n')}\n`;
}

function siteOf(): string {
  const datastores = Array.from({ length: 20 }, (_, index) => `datastore gold-${index} { free: 500 GB }`);
  return `${['vault v {}', 'appliance asr-1 {}', ...datastores].join('\n')}\n`;
}
