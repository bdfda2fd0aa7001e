import type { ManagedObject } from './managed-object.ts';
import type { Value } from './vim-value.ts';

/** What a path leads to: a value, nothing (an optional property that is not set), or no such property. */
export type Found =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'unset' }
  | { readonly kind: 'invalid' };

const UNSET: Found = { kind: 'unset' };

/**
 * Reads `config.hardware.device` or `config.extraConfig["disk.enableUUID"]` of an object. That a first name does not exist
 * is certain; below it the WSDL is not at hand, so a name that is not there counts as not set.
 */
export function readPath(object: ManagedObject, path: string): Found {
  const [first = '', ...rest] = stepsOf(path);
  const property = object.properties[first];
  if (property === undefined) return { kind: 'invalid' };
  let value = property();
  for (const step of rest) value = step.startsWith('[') ? entryOf(value, step.slice(1, -1)) : fieldOf(value, step);
  return value === undefined ? UNSET : { kind: 'value', value };
}

function stepsOf(path: string): readonly string[] {
  return path.match(/\[[^\]]*\]|[^.[\]]+/g) ?? [];
}

function fieldOf(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'object' ? value.fields[name] : undefined;
}

/** The entry of an array whose `key` this is: a number, or text in quotes. */
function entryOf(value: Value | undefined, written: string): Value | undefined {
  if (value?.kind !== 'list') return undefined;
  const key = written.replace(/^"|"$/g, '');
  return value.items.find((item) => {
    const own = fieldOf(item, 'key');
    return (own?.kind === 'leaf' && own.text === key) || (own?.kind === 'reference' && own.id === key);
  });
}
