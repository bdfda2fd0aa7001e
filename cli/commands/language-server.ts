import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { keepCompiled } from '../../language-server/compiled-code.ts';
import { LEAN_HEAP } from '../../language-server/lean-heap.ts';
import type { CommandContext } from '../context.ts';

/** `failback language-server --stdio`: for editors other than VS Code. */
export function languageServerCommand(context: CommandContext): Command {
  return new Command('language-server')
    .summary('serve an editor')
    .description('Speaks the Language Server Protocol over standard input and output.')
    .requiredOption('--stdio', 'the only way it speaks from the command line')
    .action(() => serve(context));
}

/** The server as it was bundled for the extension, or its source when this program runs from its source. */
async function serve({ program, terminal: { err }, end }: CommandContext): Promise<void> {
  const folder = dirname(program);
  const server = [resolve(folder, '../language-server.cjs'), resolve(folder, '../language-server/src/main.ts')].find(
    existsSync,
  );
  if (server === undefined)
    throw new FailbackError('server-missing', 'The language server was not built.', 'npm run setup');
  // A process of its own keeps its standard output clean of everything but the protocol.
  const child = spawn(process.execPath, [...LEAN_HEAP, server, '--stdio'], {
    stdio: 'inherit',
    env: { ...process.env, ...keepCompiled(process.env) },
  });
  let isToldToEnd = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      isToldToEnd = true;
      child.kill(signal);
    });
  const { code, how } = await new Promise<{ code: number | null; how: string }>((ended) => {
    child.once('error', ({ message }) => ended({ code: 1, how: `could not be started: ${message}` }));
    child.once('exit', (code, signal) =>
      ended({ code, how: code === null ? `was ended by ${signal}` : `ended with exit code ${code}` }),
    );
  });
  if (code !== 0 && !isToldToEnd)
    err.write(`The language server ${how}, so nothing is checked until your editor starts it again.\n`);
  end(code === 0 ? 0 : 1);
}
