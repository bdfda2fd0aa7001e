/**
 * What reading a large runbook costs: processor time, memory that is allocated, memory that stays.
 * `node --expose-gc --min-semi-space-size=1024 --max-semi-space-size=1024 test/language/pieces/measure-opening.ts [MACHINES]`:
 * with so much room nothing is collected meanwhile, so the growth of the heap is what was allocated. A script and no
 * test, for a busy machine would make it fail.
 */
import { largeRunbook } from '../../../bench/lsp/large-runbook.ts';
import { KeptLowering } from '../../../language-server/src/lower/kept-lowering.ts';
import { withImports } from '../../../language-server/src/names/imported-files.ts';
import { Workspace } from './workspace.ts';

const PATH = 'large.failback';
const machines = Number(process.argv[2] ?? 10_000);
const { text, site } = largeRunbook(machines, new Date('2026-11-23T08:00:00Z'));
const workspace = new Workspace();
const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});

// What a server that has run for a while has compiled already.
for (let time = 0; time < 2; time++) workspace.open({ [PATH]: text, 'large.site.failback': site });
workspace.open({});

console.log(`${machines} machines, ${(text.length / 1e6).toFixed(2)} MB`);
measure('read', () => workspace.open({ [PATH]: text, 'large.site.failback': site }));
const kept = new KeptLowering({
  comments: workspace.failback.documentation.CommentProvider,
  namesVisibleFrom: (file) => workspace.failback.references.ScopeProvider.namesVisibleFrom(file),
});
measure('lowered', () =>
  kept.lower(withImports(workspace.document(PATH), workspace.shared.workspace.LangiumDocuments)),
);

function measure(what: string, work: () => void): void {
  collect();
  const before = process.memoryUsage().heapUsed;
  const start = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(start);
  const after = process.memoryUsage().heapUsed;
  collect();
  const left = process.memoryUsage().heapUsed;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(
    `${what}: ${((user + system) / 1000).toFixed(0)} ms of processor, ${megabytes(after - before)} allocated, ${megabytes(left - before)} left`,
  );
}
