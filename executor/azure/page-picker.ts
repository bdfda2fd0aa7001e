import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { BodyBuffer } from './body-buffer.ts';
import type { JsonPicker } from './json-picker.ts';

/** What was picked of the pages of a list, by their numbers, and the memory in which their bytes are gathered. */
class Sheaf {
  readonly #picker: JsonPicker;
  readonly #body = new BodyBuffer();
  readonly #pages: unknown[] = [];

  constructor(picker: JsonPicker) {
    this.#picker = picker;
  }

  async pick(number: number, response: PipelineResponse): Promise<unknown> {
    const page = this.#picker.pick(await this.#body.gather(response), this.#pages[number]);
    this.#pages[number] = page;
    return page;
  }
}

/**
 * Reads the pages of one list again and again, each beside what it was the last time: rows, texts and lists that did not
 * change are the same values, so that a look at ten thousand machines leaves little garbage. A list that is read while
 * another reading of it is under way is read by itself.
 */
export class PagePicker {
  readonly #picker: JsonPicker;
  #kept: Sheaf | undefined;

  constructor(picker: JsonPicker) {
    this.#picker = picker;
  }

  /** The pages of the last time, for one reading; one that breaks off gives them not back, and the next begins anew. */
  take(): Sheaf {
    const sheaf = this.#kept ?? new Sheaf(this.#picker);
    this.#kept = undefined;
    return sheaf;
  }

  keep(sheaf: Sheaf): void {
    this.#kept = sheaf;
  }
}
