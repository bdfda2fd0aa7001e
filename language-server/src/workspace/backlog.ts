/** So long nobody may have typed before what can wait is taken up, in milliseconds. */
const PAUSE = 500;

/** What is to be done, and not at once: it waits for a pause in the typing, together with what came before it. */
export class Backlog<T> {
  readonly #work: (items: T[]) => Promise<void>;
  readonly #items = new Set<T>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param work may be cut short; an item that is done it drops itself */
  constructor(work: (items: T[]) => Promise<void>) {
    this.#work = work;
  }

  add(item: T): void {
    this.#items.add(item);
  }

  drop(item: T): void {
    this.#items.delete(item);
  }

  /** Called when somebody types: all of it waits for the next pause. */
  putOff(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Called when nothing else is left to do: the pause begins. */
  later(): void {
    this.putOff();
    if (this.#items.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#work([...this.#items]).catch((error: unknown) =>
        console.error('Files of the workspace that nobody opened could not be judged.', error),
      );
    }, PAUSE);
  }
}
