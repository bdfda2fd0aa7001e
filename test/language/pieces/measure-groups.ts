/**
 * How long an edit within one large group takes, until the text is read and until it is lowered:
 * `node test/language/pieces/measure-groups.ts`. A script and no test, for a busy machine would make it fail.
 */
import { KeptLowering } from '../../../language-server/src/lower/kept-lowering.ts';
import { withImports } from '../../../language-server/src/names/imported-files.ts';
import { Workspace } from './workspace.ts';

const PATH = 'big.failback';

for (const members of [100, 1000, 10_000]) await measure(members);

async function measure(members: number): Promise<void> {
  const started = performance.now();
  const workspace = new Workspace().open({ [PATH]: groupOf(members) });
  const opened = performance.now() - started;
  const { failback, shared } = workspace;
  const kept = new KeptLowering({
    comments: failback.documentation.CommentProvider,
    namesVisibleFrom: (file) => failback.references.ScopeProvider.namesVisibleFrom(file),
  });
  const lower = (): number => {
    const files = withImports(workspace.document(PATH), shared.workspace.LangiumDocuments);
    const before = performance.now();
    kept.lower(files);
    return performance.now() - before;
  };
  console.log(`${members} members: opened in ${opened.toFixed(0)} ms, lowered in ${lower().toFixed(0)} ms`);

  /** Types something behind a word and takes it away again. */
  const type = async (what: string, word: string, written: string, times = 60): Promise<void> => {
    const text = workspace.text(PATH);
    const lines = text.slice(0, text.indexOf(word) + word.length).split('\n');
    const start = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const end =
      written === '\n'
        ? { line: start.line + 1, character: 0 }
        : { ...start, character: start.character + written.length };
    const read: number[] = [];
    const lowered: number[] = [];
    for (let time = 0; time < times; time++) {
      const isTyping = time % 2 === 0;
      const change = { range: { start, end: isTyping ? start : end }, text: isTyping ? written : '' };
      const before = performance.now();
      await workspace.change(PATH, [change]);
      read.push(performance.now() - before);
      lowered.push(lower());
    }
    console.log(`  ${what.padEnd(32)} read ${quantiles(read)}  lowered ${quantiles(lowered)}`);
  };
  const middle = members / 2;
  await type('a value of a member', `m-${middle} {\n    os: linux "Ubuntu`, '1', 200);
  await type('the name of a member', `m-${middle}`, 'x');
  await type('a line in a member', `m-${middle} {`, '\n');
  await type('a key without a value', `m-${middle} {`, ' via:');
  await type('a setting of the group', '  location: original', ' size: 1 GB', 30);
  await type('a line above the group', 'runbook big {', '\n');
}

function quantiles(took: number[]): string {
  took.sort((one, other) => one - other);
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(2).padStart(6);
  return `p50 ${at(0.5)} ms p95 ${at(0.95)} ms`;
}

function groupOf(members: number): string {
  const each = Array.from(
    { length: members },
    (_, index) => `  /// Machine ${index}.
  m-${index} {
    os: linux "Ubuntu 22.04"  size: 100 GB
    datastore: gold-${index % 20}
    nic { port-group: "VLAN 1"  address: 10.0.0.1 }
  }`,
  );
  const datastores = Array.from({ length: 20 }, (_, index) => `datastore gold-${index} { free: 500 GB }`);
  return `runbook big {
  architecture: modernized
  vault: v
}
vault v {}
appliance asr-1 {}
${datastores.join('\n')}
vms all {
  location: original
  via: asr-1

${each.join('\n')}
}
wave w { machines: all }
`;
}
