import type { Timestamp } from '../quantity.ts';
import { escapeHtml } from './escape-html.ts';
import { sayMoment } from './say.ts';

/** A part of the report under its title; nothing where there is nothing to say. */
export function section(title: string, content: string): string {
  return content === '' ? '' : `<section><h2>${title}</h2>\n${content}</section>`;
}

/** Sentences as a list. */
export function bullets(sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>`;
}

/** Without the zone, which the footer gives for all tables. */
export function sayTableMoment(at: Timestamp): string {
  return sayMoment(at).replace(' UTC', '');
}

/** A dash where there is nothing. */
export function orDash<T>(value: T | null | undefined, say: (value: T) => string = String): string {
  return value === null || value === undefined ? '—' : say(value);
}
