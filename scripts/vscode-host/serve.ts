/** Starts code-server on a free port of loopback, with folders and settings of its own. */

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { codeServerEntry, node24 } from './set-up.mjs';

export interface VsCodeServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Lets a page hand over extensions under test and their suite; hides notification toasts and skips dialogs. */
  readonly smokeTest: boolean;
  readonly workspaceTrust: boolean;
  readonly env: NodeJS.ProcessEnv;
}

export async function serveVsCode(options: ServeOptions): Promise<VsCodeServer> {
  const port = await freePort();
  mkdirSync(join(options.userDataDir, 'User'), { recursive: true });
  mkdirSync(options.extensionsDir, { recursive: true });
  const config = join(options.userDataDir, 'config.yaml');
  writeFileSync(config, '');
  writeFileSync(join(options.userDataDir, 'User/settings.json'), JSON.stringify(options.settings, null, 2));

  const server = spawn(
    node24,
    [
      codeServerEntry,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--config', config],
      ...['--user-data-dir', options.userDataDir, '--extensions-dir', options.extensionsDir],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
      ...(options.smokeTest ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    { env: withoutEditorVariables(options.env), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));

  const deadline = Date.now() + 30_000;
  while (!(await answers(port))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      server.kill();
      throw new Error(`code-server did not start. It said:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    port,
    async close() {
      server.kill();
      // An extension host that still holds a connection keeps the server waiting.
      const patience = setTimeout(() => server.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** Set by an editor that this may run inside of; they would mislead the one to start. */
function withoutEditorVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}
