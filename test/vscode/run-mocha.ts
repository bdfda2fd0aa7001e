import { format } from 'node:util';
import Mocha from 'mocha';

/** Tells the suite's own lines from the workbench's chatter; the stand-in for VS Code prints these only. */
const MARK = '▏';

/** Runs what `require` brings, inside VS Code's extension host; rejects when a test failed. */
export function runMocha(require: () => void): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => {
    for (const line of format(...values).split('\n')) console.log(`${MARK}${line}`);
  };
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, reporter: 'spec' });
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, 'failback', mocha);
  require();
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed.`))));
  });
}
