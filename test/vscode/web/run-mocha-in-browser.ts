import 'mocha/mocha';

/** Tells the suite's own lines from the workbench's chatter. */
const MARK = '▏';

/** Called by the workbench, in the worker that extensions run in; rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: Lines as unknown as Mocha.ReporterConstructor });
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, 'failback', mocha);
  await import('./web.suite.ts');
  const failed = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}

/** Mocha's own reporters for browsers draw into a page, and a worker has none. */
class Lines {
  constructor(runner: Mocha.Runner) {
    runner
      .on('suite', ({ title }) => say(`  ${title}`))
      .on('pass', ({ title, duration }) => say(`    ✔ ${title} (${duration}ms)`))
      .on('fail', ({ title }, error: Error) => say(`    ✘ ${title}\n${error.stack ?? error.message}`));
  }
}

function say(lines: string): void {
  for (const line of lines.split('\n')) console.log(`${MARK}${line}`);
}
