/** So long nobody may have typed before what can wait is taken up, in milliseconds. */
const PAUSE = 500;

/** Work that waits until nobody has typed for a while. */
export class Pause {
  readonly #work: () => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param work finds for itself what is left to do; whoever types may cut it short */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Called when somebody types. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** Called when nothing else is left to do. */
  begin(): void {
    this.end();
    this.#timer = setTimeout(() => {
      this.#work().catch((error: unknown) => console.error('What was left for a pause could not be done.', error));
    }, PAUSE);
  }
}
