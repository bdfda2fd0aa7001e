// Bundles the three programs: the extension's client, the language server (both for Node and for a browser), and the
// `failback` command.
// The command is split into chunks, so that each Azure SDK is loaded when a run or a capture first needs it.

import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * `import { z }` keeps the whole of zod, its forty translations too: 450 KB in every bundle instead of 100. A namespace import
 * means the same and lets esbuild leave out what nobody uses.
 */
const zodByName = {
  name: 'zod-by-name',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      return {
        loader: 'ts',
        contents: readFileSync(path, 'utf8').replace("import { z } from 'zod'", "import * as z from 'zod'"),
      };
    });
  },
};
/**
 * Langium and the server library ask for the same protocol packages in versions a patch apart, and the bundle would hold both.
 * The server library's are taken for both: 135 KB less, and one set of message types.
 */
const oneProtocol = {
  name: 'one-protocol',
  setup({ onResolve, resolve }) {
    onResolve(
      { filter: /^vscode-(languageserver-protocol|languageserver-types|jsonrpc)(\/|$)/ },
      ({ path, kind, pluginData }) =>
        pluginData === oneProtocol
          ? undefined
          : resolve(path, {
              kind,
              resolveDir: join(root, 'node_modules/vscode-languageserver'),
              pluginData: oneProtocol,
            }),
    );
  },
};
const common = {
  plugins: [zodByName],
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

const inBrowser = { ...common, platform: 'browser', target: 'es2023', outdir: 'dist/web' };

rmSync(join(root, 'dist'), { recursive: true, force: true });
const bundles = await Promise.all([
  // Microsoft's language client is larger than the rest of the extension, and is loaded with the first runbook.
  build({
    ...common,
    entryPoints: { extension: 'extension/extension.ts', 'language-client': 'extension/language-client.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
  }),
  build({
    ...common,
    plugins: [zodByName, oneProtocol],
    entryPoints: { 'language-server': 'language-server/src/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  }),
  // For editors in a browser: whatever asks for Node fails to build here.
  build({
    ...inBrowser,
    entryPoints: { extension: 'extension/web-extension.ts' },
    // The package is of ES modules, and an editor's worker takes CommonJS only.
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
  }),
  build({
    ...inBrowser,
    plugins: [zodByName, oneProtocol],
    entryPoints: { 'language-server': 'language-server/src/browser.ts' },
    format: 'iife',
  }),
  build({
    ...common,
    entryPoints: { main: 'cli/main.ts' },
    outdir: 'dist/cli',
    format: 'esm',
    splitting: true,
    // From a CommonJS package an import() in a chunk brings only its default; the SDKs have an ES form beside it.
    mainFields: ['module', 'main'],
    chunkNames: '[name]-[hash]',
    // CommonJS packages inside an ES module still ask for `require`.
    banner: {
      js: "import { createRequire as failbackRequire } from 'node:module'; const require = failbackRequire(import.meta.url);",
    },
  }),
]);
writeFileSync(join(root, 'dist/cli/package.json'), '{ "type": "module" }\n');
writeFileSync(join(root, 'dist/sizes.json'), JSON.stringify(Object.assign({}, ...bundles.map(sizes)), null, 2));
linkCommand();

function sizes({ metafile }) {
  return Object.fromEntries(Object.entries(metafile.outputs).map(([file, { bytes }]) => [file, bytes]));
}

/** npm links the commands of dependencies only; this one is our own. */
function linkCommand() {
  const link = join(root, 'node_modules/.bin/failback');
  chmodSync(join(root, 'bin/failback.mjs'), 0o755);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  if (process.platform !== 'win32') symlinkSync('../../bin/failback.mjs', link);
  else writeFileSync(`${link}.cmd`, '@node "%~dp0..\\..\\bin\\failback.mjs" %*\r\n');
}
