import type { Ref } from './vim-value.ts';

const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** An element with a text, escaped; characters that XML cannot carry are left out. */
export function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escaped(String(text))}</${name}>`;
}

/** An element that holds a managed object reference. */
export function reference(name: string, { type, id }: Ref): string {
  return `<${name} type="${escaped(type)}">${escaped(id)}</${name}>`;
}

function escaped(text: string): string {
  return text
    .replace(/[<>&"]/g, (character) => ESCAPES[character] ?? '')
    .replace(/\p{Cc}/gu, (character) => ('\t\n\r'.includes(character) ? character : ''));
}
