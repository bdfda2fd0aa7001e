import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** Most answers fit; what does not makes it grow. */
const FIRST_BYTES = 256 * 1024;

/**
 * Gathers the bytes of one answer after the other in the same memory. Pages of two thirds of a megabyte, each in memory of
 * its own and then in a text besides, made the collector of garbage walk the whole heap at every look at the list.
 */
export class BodyBuffer {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);

  /** The bytes of a body; they are good until the next is gathered. Rejects where the connection breaks before its end. */
  async gather({ readableStreamBody, bodyAsText }: PipelineResponse): Promise<Buffer> {
    // Over a wire in the same process there is no stream.
    if (readableStreamBody === undefined) return Buffer.from(bodyAsText ?? '');
    let length = 0;
    for await (const chunk of readableStreamBody) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      if (length + bytes.length > this.#bytes.length) this.#grow(length, length + bytes.length);
      this.#bytes.set(bytes, length);
      length += bytes.length;
    }
    return this.#bytes.subarray(0, length);
  }

  #grow(used: number, wanted: number): void {
    const larger = Buffer.allocUnsafeSlow(2 * wanted);
    this.#bytes.copy(larger, 0, 0, used);
    this.#bytes = larger;
  }
}
