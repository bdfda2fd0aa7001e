/** What the system says of a path that it does not let us use: `--out` into a folder that is not there, a full disk. */
const troubles: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  ENOENT: ['there is no such file or folder', 'Check the path; folders on the way to a file must be there already.'],
  EISDIR: ['it is a folder, and a file is wanted', 'Name a file in it.'],
  ENOTDIR: ['a part of the path is a file, and a folder is wanted', 'Check the path.'],
  EEXIST: ['something else is there already', 'Name another, or move away what is there.'],
  EACCES: ['this account may not', 'See to the rights of the file and of its folder, or name another.'],
  EPERM: ['this account may not', 'See to the rights of the file and of its folder, or name another.'],
  EROFS: ['the disk is mounted read-only', 'Name a file on another disk, or mount this one for writing.'],
  ENOSPC: ['the disk is full', 'Make room on it, or name a file on another disk, and try again.'],
  EDQUOT: ['the quota of this account is used up', 'Delete what is needed no more, or name a file on another disk.'],
  EFBIG: [
    'it would be larger than a file may be there',
    'Name a file on another disk, or raise the limit of this account.',
  ],
  ENAMETOOLONG: ['the path is too long', 'Name a shorter one.'],
  EMFILE: ['too many files are open', 'Raise the limit of this account (`ulimit -n`), and try again.'],
  EBUSY: ['something else holds it', 'Find out who does (a mounted file cannot be replaced), or name another file.'],
  EIO: ['the disk reports an error', 'See to the disk; what lies on it may be damaged.'],
};

export interface SystemTrouble {
  /** The path that it is about, where the system says so; a full disk is told without one. */
  readonly path: string | undefined;
  /** As the end of a sentence, with the system's own word behind it. */
  readonly why: string;
  readonly remedy: string;
}

/** Undefined for what is no trouble with a file: then it is a bug, or says for itself what it is. */
export function systemTrouble(error: unknown): SystemTrouble | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const [why, remedy] = troubles[String(error.code)] ?? [];
  if (why === undefined || remedy === undefined) return undefined;
  return { path: 'path' in error ? String(error.path) : undefined, why: `${why} (${error.code})`, remedy };
}
