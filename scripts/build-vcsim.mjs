// Builds govmomi's simulator of a vCenter for test/vsphere/vcsim.test.ts and bench/vsphere.ts, where it can be had: its
// main program lies beside this project (../shared/tools/vcsim), Go and the library come from Debian's packages. Without
// them those tests say what they leave out. With `--install` and as root, the packages are installed first.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, '../shared/tools/vcsim/main.go');
const library = '/usr/share/gocode/src/github.com/vmware/govmomi/simulator';
const packages = ['golang-go', 'golang-github-vmware-govmomi-dev'];
const folder = join(root, '.cache/vcsim');
const program = join(folder, 'vcsim');
const stamp = join(folder, 'built-from');

if (!existsSync(source)) leave('its main program is not at hand (../shared/tools/vcsim/main.go)');
else if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) process.exit(0);
else {
  if (!ready() && process.argv.includes('--install')) install();
  if (ready()) build();
  else leave(`Go and its library are not installed (on Debian: apt-get install ${packages.join(' ')})`);
}

function ready() {
  return existsSync(library) && spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

function install() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`installing ${packages.join(' and ')} with apt-get: 461 MB in /usr, once.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', ['-q', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  const wanted = ['install', '--no-install-recommends', ...packages];
  if (!apt(...wanted) && !(apt('update') && apt(...wanted))) say('apt-get could not install them.');
}

function build() {
  say("building govmomi's simulator into .cache/vcsim (about 40 s, once).");
  mkdirSync(folder, { recursive: true });
  copyFileSync(source, join(folder, 'main.go'));
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '', CGO_ENABLED: '0' };
  const done = spawnSync('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', program, 'main.go'], {
    cwd: folder,
    env: { ...env, GOCACHE: join(folder, 'compiled') },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  rmSync(join(folder, 'compiled'), { recursive: true, force: true });
  if (done.status === 0) writeFileSync(stamp, fingerprint());
  else leave('it could not be built; the reason is above');
}

function fingerprint() {
  return createHash('sha256').update(readFileSync(source)).digest('hex');
}

function leave(why) {
  say(`the tests against govmomi's simulator are left out: ${why}.`);
}

function say(sentence) {
  process.stderr.write(`build-vcsim: ${sentence}\n`);
}
