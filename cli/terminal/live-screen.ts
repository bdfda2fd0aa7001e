import type { Terminal } from './terminal.ts';

const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';

/**
 * A block of lines at the bottom of the terminal, redrawn in place. Each frame is one write between the marks of a
 * synchronized update, and lines are overwritten rather than erased first, so nothing flickers.
 */
export class LiveScreen {
  readonly #terminal: Terminal;
  #drawn = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  draw(lines: readonly string[]): void {
    const shown = lines.slice(0, Math.max(1, this.#terminal.rows() - 1));
    const body = shown.map((line) => `${line}${clearLine}\n`).join('');
    this.#terminal.out.write(`${beginUpdate}${hideCursor}${this.#home()}${body}${clearBelow}${endUpdate}`);
    this.#drawn = shown.length;
  }

  /** Takes the block away, for example to ask a question; the next frame is drawn where the cursor is then. */
  clear(): void {
    this.#terminal.out.write(`${this.#home()}${clearBelow}${showCursor}`);
    this.#drawn = 0;
  }

  /** Leaves the last frame standing and gives the cursor back. */
  leave(): void {
    this.#terminal.out.write(showCursor);
    this.#drawn = 0;
  }

  #home(): string {
    return this.#drawn === 0 ? '\r' : `\r\u001b[${this.#drawn}A`;
  }
}
