import { type Disk, hardDisk } from '../journal/disk.ts';

/** Folders without notifications are looked at this often. */
const LOOK_EVERY_MS = 1000;

/** Rings when a file comes into a folder, when somebody rings it, and every so often besides. */
export class Bell {
  readonly #unwatch: () => void;
  readonly #timer: NodeJS.Timeout;
  #waiting = new Set<() => void>();

  private constructor(folder: string, signal: AbortSignal, disk: Disk) {
    this.#unwatch = disk.watch(folder, () => this.ring());
    this.#timer = setInterval(() => this.ring(), LOOK_EVERY_MS);
    signal.addEventListener('abort', () => this.close(), { once: true });
  }

  static async at(folder: string, signal: AbortSignal, disk: Disk = hardDisk): Promise<Bell> {
    await disk.makeFolder(folder);
    return new Bell(folder, signal, disk);
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
    this.#unwatch();
    this.ring();
  }
}
