import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { chainLine } from './hash-chain.ts';
import { type JournalPart, type JournalTail, readJournal } from './read-journal.ts';
import { syncFolder } from './replace-file.ts';

/**
 * The one writer of a run's journal; whoever opens it must hold the lease.
 * Appends are queued, so that those which arrive while the disk syncs share the next sync.
 */
export class JournalWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  #tail: JournalTail;
  /** What made the journal unusable. After half a line nothing may follow: it would be damage that nobody can read over. */
  #broken: FailbackError | undefined;
  #queue: { readonly lines: string; readonly sync: boolean; readonly done: PromiseWithResolvers<void> }[] = [];
  #draining = false;

  private constructor(path: string, file: FileHandle, tail: JournalTail) {
    this.#path = path;
    this.#file = file;
    this.#tail = tail;
  }

  /** Opens for writing after what is there; a line cut in the middle is taken off first, and said so in the answer. */
  static async open(path: string): Promise<{ readonly writer: JournalWriter; readonly read: JournalPart }> {
    const read = await readJournal(path);
    const file = await open(path, 'a', 0o600);
    if (read.cut) await file.truncate(read.tail.bytes);
    await file.sync();
    await syncFolder(dirname(path));
    return { writer: new JournalWriter(path, file, read.tail), read };
  }

  /** Resolves when the events are written and, with `sync`, on the disk. */
  append(events: readonly RunEvent[], options: { readonly sync: boolean }): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const lines = events.map((event) => this.#chained(event)).join('');
    const done = Promise.withResolvers<void>();
    this.#queue.push({ lines, sync: options.sync, done });
    if (!this.#draining) void this.#drain();
    return done.promise;
  }

  /**
   * A file that was deleted or moved away takes lines and keeps none, so an intent in it would be no intent.
   * @throws FailbackError `run-vanished`
   */
  async refuseVanished(): Promise<void> {
    const [mine, there] = await Promise.all([
      this.#file.stat({ bigint: true }),
      stat(this.#path, { bigint: true }).catch(() => undefined),
    ]);
    if (there !== undefined && mine.ino === there.ino && mine.dev === there.dev) return;
    this.#broken ??= vanished(this.#path);
    throw this.#broken;
  }

  async close(): Promise<void> {
    while (this.#draining) await new Promise((resolve) => setImmediate(resolve));
    if (this.#broken === undefined) await this.#file.datasync();
    await this.#file.close();
  }

  #chained(event: RunEvent): string {
    const { line, hash } = chainLine(this.#tail.seq, this.#tail.hash, event);
    this.#tail = { seq: this.#tail.seq + 1, hash, bytes: this.#tail.bytes + Buffer.byteLength(line) + 1 };
    return `${line}\n`;
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0);
      try {
        await this.#file.appendFile(batch.map(({ lines }) => lines).join(''));
        if (batch.some(({ sync }) => sync)) {
          await this.#file.datasync();
          await this.refuseVanished();
        }
        for (const { done } of batch) done.resolve();
      } catch (cause) {
        this.#broken ??= cause instanceof FailbackError ? cause : unwritable(this.#path, cause);
        for (const { done } of [...batch, ...this.#queue.splice(0)]) done.reject(this.#broken);
      }
    }
    this.#draining = false;
  }
}

function vanished(path: string): FailbackError {
  return new FailbackError(
    'run-vanished',
    `The journal '${path}' was deleted or moved away while the run was executed. Without it a call could be sent twice, so nothing more is sent; jobs under way in Azure go on.`,
    'Put the folder back and resume the run. If it is gone for good, let the jobs in the vault end, and make a new plan from a new capture.',
  );
}

function unwritable(path: string, cause: unknown): FailbackError {
  const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new FailbackError(
    'journal-unwritable',
    `The journal '${path}' cannot be written (${why}). No call is sent that is not in it first, so the run stops here; jobs under way in Azure go on.`,
    'See to the disk (is it full, or mounted read-only?), then resume the run.',
    { cause },
  );
}
