import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What git says in a folder. @throws what it ended with, where that is not 0 */
export async function askGit(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd, maxBuffer: 256 * 2 ** 20, encoding: 'utf8' });
  return stdout;
}
