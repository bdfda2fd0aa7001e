import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/**
 * Files of a commit, through one `git cat-file --batch`: a process for each file would take longer than all the rest.
 * Ask for one at a time; `end` lets the process go.
 * @source man git-cat-file: `<oid> blob <size>`, the bytes, a line break; or `<name> missing`
 */
export class Blobs {
  readonly #git: ChildProcessWithoutNullStreams;
  readonly #commit: string;
  #received = Buffer.alloc(0);
  #wake: () => void = () => {};
  #ended = false;

  constructor(root: string, commit: string) {
    this.#commit = commit;
    this.#git = spawn('git', ['cat-file', '--batch'], { cwd: root });
    this.#git.stdout.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    this.#git.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
    // What it was asked too late is answered by its end.
    this.#git.stdin.on('error', () => {});
  }

  /** Text of a file by its path from the root; undefined where the commit has none of that name. */
  async read(path: string): Promise<string | undefined> {
    // A name with a line break would be two questions.
    if (path.includes('\n')) return undefined;
    this.#git.stdin.write(`${this.#commit}:${path}\n`);
    const header = await this.#line();
    const [, kind, size] = /^\S+ (\w+) (\d+)$/.exec(header) ?? [];
    if (kind === undefined) return undefined;
    const content = await this.#bytes(Number(size) + 1);
    return kind === 'blob' ? content.subarray(0, -1).toString('utf8') : undefined;
  }

  end(): void {
    this.#git.stdin.end();
  }

  async #line(): Promise<string> {
    let end = this.#received.indexOf(10);
    while (end === -1) {
      await this.#more();
      end = this.#received.indexOf(10);
    }
    const line = this.#received.subarray(0, end).toString('utf8');
    this.#received = this.#received.subarray(end + 1);
    return line;
  }

  async #bytes(count: number): Promise<Buffer> {
    while (this.#received.length < count) await this.#more();
    const bytes = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return bytes;
  }

  async #more(): Promise<void> {
    if (this.#ended) throw new Error('git ended before it had answered.');
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
