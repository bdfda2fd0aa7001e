import { showControlsInLines } from '../../core/show-controls.ts';
import type { CaptureProgress } from '../../executor/azure/capture-parts.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Tells how far a capture has come: a line redrawn in place, plain lines, or a JSON document a line for a program. */
export interface ProgressTeller {
  tell(progress: CaptureProgress): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

export function progressTeller({ err, isLive, columns }: Terminal, format: 'json' | undefined): ProgressTeller {
  if (format === 'json')
    return { tell: (progress) => err.write(`${JSON.stringify({ kind: 'progress', ...progress })}\n`), clear() {} };
  if (isLive && err.isTTY === true)
    return {
      tell: (progress) => err.write(`\r${sentence(progress).slice(0, columns() - 1)}\u001b[K`),
      clear: () => err.write('\r\u001b[K'),
    };
  const told = new Set<string>();
  return {
    tell(progress) {
      const { what, done, of } = progress;
      // Of a thousand items a line each would bury the rest.
      const worth =
        done === undefined ? !told.has(what) && !what.startsWith('disks of ') : done === of || done % 100 === 0;
      told.add(what);
      if (worth) err.write(`${sentence(progress)}\n`);
    },
    clear() {},
  };
}

const grouped = new Intl.NumberFormat('en-US');

function sentence({ what, done, of }: CaptureProgress): string {
  const count = done === undefined || of === undefined ? '' : ` ${grouped.format(done)} of ${grouped.format(of)}`;
  return showControlsInLines(`Looking at ${what}${count}`).replaceAll('\n', ' ');
}
