import { nearestWord } from './nearest-word.ts';

/** Fewer letters than these begin too many words to say which. */
const LEAST = 3;

/**
 * The word of a fixed few that was probably meant: the only one whose parts begin as all parts of what was written do
 * (`app-consistent` for `application-consistent`), else the nearest by letters.
 */
export function nearestChoice(written: string, words: readonly string[]): string | undefined {
  const parts = written.toLowerCase().split(/[-_.]/);
  const fitting = words.filter((word) => shares(parts, word.split('-')));
  return fitting.length === 1 ? fitting[0] : nearestWord(written, words);
}

function shares(parts: readonly string[], ofWord: readonly string[]): boolean {
  return parts.every((part) => part.length >= LEAST && ofWord.some((one) => one.startsWith(part)));
}
