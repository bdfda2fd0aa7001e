/** One state of a set of files: a file or folder on disk, or a revision of a git repository. */
export interface Source {
  /** As a person wrote it: `main`, `runbooks/`, `the working tree`. */
  readonly name: string;
  /** Absolute paths of the `.failback` files in it. */
  list(): Promise<readonly string[]>;
  /** Text of the file at an absolute path as this state has it; undefined where it has none. */
  read(path: string): Promise<string | undefined>;
  /** Lets go of what reading needed; nothing is read afterwards. */
  end?(): void;
}
