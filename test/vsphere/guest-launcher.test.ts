import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { launchOf } from '../../executor/guests/guest-launcher.ts';

const NOT_LINUX = { skip: process.platform !== 'linux' };

/** The very text that is started inside a Linux guest, started here. */
async function started(script: string, play: (launch: ReturnType<typeof launchOf>, pid: number) => Promise<void>) {
  const launch = launchOf('linux', './start.sh', randomUUID(), 'step');
  mkdirSync(launch.folder, { mode: 0o700 });
  try {
    writeFileSync(launch.script, script);
    writeFileSync(launch.launcher, launch.launcherText);
    const child = spawn(launch.program, [launch.arguments], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await play(launch, child.pid ?? 0);
    await ended;
  } finally {
    rmSync(launch.folder, { recursive: true, force: true });
  }
}

async function until(holds: () => boolean) {
  const end = Date.now() + 20_000;
  while (!holds() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds());
}

describe('the launcher of a Linux guest', NOT_LINUX, () => {
  it('keeps what the script prints, on both streams, and writes how it ended', async () => {
    await started('echo one; echo two >&2; exit 6', async ({ exit, output }) => {
      await until(() => existsSync(exit));
      assert.equal(readFileSync(exit, 'utf8'), '6\n');
      assert.equal(readFileSync(output, 'utf8'), 'one\ntwo\n');
    });
  });

  it('ends all that the script started when it is told to end, and writes no exit code then', async () => {
    await started('sleep 600 & echo $! ; wait', async ({ exit, output }, pid) => {
      await until(() => existsSync(output) && readFileSync(output, 'utf8').trim() !== '');
      const inner = Number(readFileSync(output, 'utf8'));
      process.kill(pid, 'SIGTERM');
      await until(() => !isAlive(inner));
      assert.equal(existsSync(exit), false);
    });
  });
});

describe('where a script lives inside a guest', () => {
  it('comes from its run and step, so that a run finds its own again and no other', () => {
    const one = launchOf('linux', './a.sh', 'run-1', 'w/x');
    assert.deepEqual(launchOf('linux', './a.sh', 'run-1', 'w/x'), one);
    assert.notEqual(launchOf('linux', './a.sh', 'run-2', 'w/x').folder, one.folder);
    assert.notEqual(launchOf('linux', './a.sh', 'run-1', 'w/y').folder, one.folder);
  });

  // No Windows was at hand: these are the words that it will be given, not what it makes of them.
  it('starts PowerShell on Windows without a profile or a question, and says how it ended only once that is whole', () => {
    const { folder, launcherText, program, arguments: words } = launchOf('windows', './start.ps1', 'run', 'step');
    const lines = launcherText.split('\r\n');
    assert.deepEqual(lines, [
      '@echo off',
      `cd /d "${folder}" || exit /b 126`,
      `%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "${folder}\\script.ps1" >output 2>&1 <nul`,
      'set code=%ERRORLEVEL%',
      // The redirection stands first: `echo 1>exit` would send its first channel there, and no number.
      '>exit.part echo %code%',
      'move /y exit.part exit >nul',
      'exit /b %code%',
      '',
    ]);
    assert.deepEqual([program, words], ['C:\\Windows\\System32\\cmd.exe', `/d /c ${folder}\\start.cmd`]);
    assert.match(folder, /^C:\\Windows\\Temp\\failback-[\w-]+$/, 'no blank, so that no path needs quotes of its own');
    assert.match(launchOf('windows', './STOP.BAT', 'run', 'step').launcherText, /cmd\.exe \/d \/c ".*\\script\.bat"/);
  });

  it('takes no word of the runbook into a command line', () => {
    for (const os of ['linux', 'windows'] as const)
      for (const name of ['./a.sh; rm -rf /', './a".ps1', './%PATH%.cmd']) {
        const { program, arguments: words, launcherText } = launchOf(os, name, 'run', '$(step)');
        assert.match(`${program} ${words}`, /^[\w:/\\.\- ]+$/);
        assert.ok(
          !launcherText.includes('rm -rf') && !launcherText.includes('%PATH%') && !launcherText.includes('step)'),
        );
      }
  });
});

/** A process that ended and was not buried yet counts as ended. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
