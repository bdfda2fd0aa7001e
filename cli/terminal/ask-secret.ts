import type { ReadStream } from 'node:tty';
import type { Terminal } from './terminal.ts';

const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const ERASE: readonly string[] = ['\u0008', '\u007f'];

/**
 * Asks the person at the terminal for something that must not be seen: nothing is echoed, not even how long it is.
 * Undefined: they gave nothing. Ctrl-C means what it means elsewhere.
 */
export async function askSecret({ err }: Terminal, question: string, input: ReadStream): Promise<string | undefined> {
  err.write(question);
  const wasRaw = input.isRaw;
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  try {
    return await typed(input);
  } finally {
    input.setRawMode(wasRaw);
    input.pause();
    err.write('\n');
  }
}

function typed(input: ReadStream): Promise<string | undefined> {
  return new Promise((resolve) => {
    let secret = '';
    const end = (answer: string | undefined) => {
      input.removeListener('data', hear);
      input.removeListener('end', leave);
      resolve(answer === '' ? undefined : answer);
    };
    const leave = () => end(undefined);
    const hear = (chunk: string) => {
      for (const character of chunk) {
        if (character === CTRL_C) {
          process.emit('SIGINT');
          return end(undefined);
        }
        if (ENTER.test(character) || character === CTRL_D) return end(secret);
        if (ERASE.includes(character)) secret = [...secret].slice(0, -1).join('');
        else secret += character;
      }
    };
    input.on('data', hear);
    input.once('end', leave);
  });
}
