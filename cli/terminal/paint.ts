/** Colours for a terminal, or nothing at all. */
export interface Paint {
  strong(text: string): string;
  soft(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  calm(text: string): string;
}

const sgr = (on: number, off: number) => (text: string) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);
const asIs = (text: string) => text;

const coloured: Paint = {
  strong: sgr(1, 22),
  soft: sgr(2, 22),
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  calm: sgr(36, 39),
};

const plain: Paint = { strong: asIs, soft: asIs, good: asIs, bad: asIs, warn: asIs, calm: asIs };

/** @source https://no-color.org: any value of NO_COLOR that is not empty means no colour; FORCE_COLOR is the way back. */
export function paintFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return plain;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0') return coloured;
  return isTerminal && env.TERM !== 'dumb' ? coloured : plain;
}
