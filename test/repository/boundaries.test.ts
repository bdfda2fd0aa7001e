import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const FOLDERS = ['core', 'language-server', 'executor', 'simulator', 'cli', 'extension'];

/** Files that each break one boundary: the importing file, and what it must not import. */
const PLANTED: readonly (readonly [from: string, statement: string])[] = [
  ['core/plan/reads-disk.ts', "import 'node:fs';"],
  ['core/rules/parses.ts', "import 'langium';"],
  ['core/run/runs.ts', "import '../../executor/run/target.ts';"],
  ['language-server/src/runs.ts', "import '../../executor/run/target.ts';"],
  ['language-server/src/asks-azure.ts', "import '@azure/identity';"],
  ['executor/run/asks-azure.ts', "import '@azure/arm-compute';"],
  ['executor/run/parses.ts', "import '../../language-server/src/target.ts';"],
  ['executor/azure/eager.ts', "import '@azure/arm-compute';"],
  ['executor/capture/asks-azure.ts', "import '@azure/arm-compute';"],
  ['executor/vsphere/asks-azure.ts', "import '@azure/arm-compute';"],
  ['executor/vsphere/runs.ts', "import '../run/target.ts';"],
  ['executor/vsphere/simulates.ts', "import '../../simulator/target.ts';"],
  ['executor/journal/simulates.ts', "import '../../simulator/target.ts';"],
  ['simulator/runs.ts', "import '../executor/run/target.ts';"],
  ['simulator/judges.ts', "import '../core/rules/target.ts';"],
  ['cli/edits.ts', "import '../extension/target.ts';"],
  ['extension/runs.ts', "import '../executor/run/target.ts';"],
  ['extension/serves.ts', "import '../language-server/src/target.ts';"],
  ['extension/features/one/peeks.ts', "import '../two/target.ts';"],
  ['core/plan/tests.ts', "import '../../test/target.ts';"],
];

test('the boundaries hold', () => {
  const { status, stdout } = spawnSync(
    cruiser(),
    ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', ...FOLDERS],
    { cwd: root, encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout);
});

test('every planted violation is seen', () => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const planted = mkdtempSync(join(root, '.cache/boundaries-'));
  try {
    plant(planted);
    const answer = spawnSync(cruiser(), ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...FOLDERS], {
      cwd: planted,
      encoding: 'utf8',
    });
    const { summary } = JSON.parse(answer.stdout) as { summary: { violations: { from: string }[] } };
    const seen = new Set(summary.violations.map((violation) => violation.from));
    assert.deepEqual(
      PLANTED.map(([from]) => from).filter((from) => !seen.has(from)),
      [],
    );
  } finally {
    rmSync(planted, { recursive: true, force: true });
  }
});

function plant(planted: string): void {
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
    cpSync(join(root, file), join(planted, file));
  symlinkSync(join(root, 'node_modules'), join(planted, 'node_modules'));
  for (const target of [
    'executor/run',
    'simulator',
    'core/rules',
    'extension',
    'extension/features/two',
    'language-server/src',
    'test',
    'cli',
  ])
    write(join(planted, target, 'target.ts'), 'export const target = 1;\n');
  for (const [from, statement] of PLANTED) write(join(planted, from), `${statement}\n`);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function cruiser(): string {
  return join(root, 'node_modules/.bin/depcruise');
}

test('nothing generated or fetched is tracked', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  assert.deepEqual(
    tracked.filter((file) => /^(dist|node_modules|\.cache)\/|\.vsix$|src\/generated\//.test(file)),
    [],
  );
});
