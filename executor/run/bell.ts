import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';

/** Folders without notifications are looked at this often. */
const LOOK_EVERY_MS = 1000;

/** Rings when a file comes into a folder, when somebody rings it, and every so often besides. */
export class Bell {
  readonly #watcher: FSWatcher | undefined;
  readonly #timer: NodeJS.Timeout;
  #waiting = new Set<() => void>();

  private constructor(folder: string, signal: AbortSignal) {
    this.#watcher = watched(folder, () => this.ring());
    this.#timer = setInterval(() => this.ring(), LOOK_EVERY_MS);
    signal.addEventListener('abort', () => this.ring(), { once: true });
  }

  static async at(folder: string, signal: AbortSignal): Promise<Bell> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Bell(folder, signal);
  }

  /** Resolves at the next ring; one that came since the last call is not missed if this was called before it. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const resolve of waiting) resolve();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
    this.ring();
  }
}

function watched(folder: string, listener: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, listener);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
