import { createHash } from 'node:crypto';
import { extname } from 'node:path';

/** Where a script lives inside a guest while it runs, and how it is started there. */
export interface Launch {
  /** Nobody else's: its name comes from run and step, so that a run knows its own again. */
  readonly folder: string;
  readonly script: string;
  /** What is started: it runs the script, sends what it prints into `output`, and writes how it ended into `exit`. */
  readonly launcher: string;
  readonly launcherText: string;
  readonly output: string;
  readonly exit: string;
  readonly program: string;
  readonly arguments: string;
}

/** The same for the same step of the same run, whichever process starts it. */
export function launchOf(os: 'windows' | 'linux', script: string, run: string, step: string): Launch {
  const name = `failback-${createHash('sha256').update(`${run}\n${step}`).digest('hex').slice(0, 24)}`;
  return os === 'windows' ? onWindows(name, script) : onLinux(name);
}

/**
 * A session of its own, so that its end takes along what the script started. Tools ask a process to end with SIGTERM before
 * they kill it.
 * @source open-vm-tools, ProcMgr_KillByPid (procMgrPosix.c)
 */
function onLinux(name: string): Launch {
  const folder = `/var/tmp/${name}`;
  const launcherText = `#!/bin/sh
umask 077
cd '${folder}' || exit 126
: >output
run=
command -v setsid >/dev/null 2>&1 && run=setsid
$run /bin/sh '${folder}/script' >output 2>&1 </dev/null &
child=$!
trap 'kill -KILL "-$child" 2>/dev/null || kill -KILL "$child" 2>/dev/null; exit 143' TERM
wait "$child"
code=$?
echo "$code" >exit.part && mv exit.part exit
exit "$code"
`;
  const launcher = `${folder}/start.sh`;
  return {
    folder,
    script: `${folder}/script`,
    launcher,
    launcherText,
    output: `${folder}/output`,
    exit: `${folder}/exit`,
    program: '/bin/sh',
    arguments: launcher,
  };
}

/** Batch files run in cmd.exe, everything else in Windows' own PowerShell. */
function onWindows(name: string, script: string): Launch {
  const folder = `C:\\Windows\\Temp\\${name}`;
  const extension = extname(script).toLowerCase();
  const isBatch = extension === '.cmd' || extension === '.bat';
  const file = `${folder}\\script${isBatch ? extension : '.ps1'}`;
  const run = isBatch
    ? `%SystemRoot%\\System32\\cmd.exe /d /c "${file}"`
    : `%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "${file}"`;
  const launcher = `${folder}\\start.cmd`;
  const lines = [
    '@echo off',
    `cd /d "${folder}" || exit /b 126`,
    `${run} >output 2>&1 <nul`,
    'set code=%ERRORLEVEL%',
    '>exit.part echo %code%',
    'move /y exit.part exit >nul',
    'exit /b %code%',
  ];
  return {
    folder,
    script: file,
    launcher,
    launcherText: lines.map((line) => `${line}\r\n`).join(''),
    output: `${folder}\\output`,
    exit: `${folder}\\exit`,
    program: 'C:\\Windows\\System32\\cmd.exe',
    arguments: `/d /c ${launcher}`,
  };
}
