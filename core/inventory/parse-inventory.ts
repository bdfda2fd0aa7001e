import { z } from 'zod';
import { FailbackError } from '../failback-error.ts';
import { INVENTORY_VERSION, type Inventory, inventorySchema } from './inventory.ts';

/**
 * Reads an inventory file's text.
 * @throws FailbackError `inventory-unreadable`, `inventory-version` or `inventory-invalid`, each with what to do.
 */
export function parseInventory(text: string, name: string): Inventory {
  return inventoryFrom(parseJson(text, name), name);
}

/**
 * Reads an inventory file's content.
 * @throws FailbackError `inventory-version` or `inventory-invalid`, each with what to do.
 */
export function inventoryFrom(data: unknown, name: string): Inventory {
  refuseOtherVersion(data, name);
  const parsed = inventorySchema.safeParse(withMoments(data));
  if (parsed.success) return parsed.data;
  throw new FailbackError(
    'inventory-invalid',
    `The inventory '${name}' is not complete: ${firstProblem(parsed.error)}.`,
    'Capture it anew, or mend the named place by hand.',
    { cause: parsed.error },
  );
}

/** Gives each entry the moment that the file tells once for its section, where the entry tells none of its own. */
function withMoments(data: unknown): unknown {
  const head = z.looseObject({ seenAt: z.record(z.string(), z.string()) }).safeParse(data);
  if (!head.success) return data;
  const { seenAt, ...sections } = head.data;
  return Object.fromEntries(
    Object.entries(sections).map(([name, section]) => {
      const moment = seenAt[name];
      if (moment === undefined) return [name, section];
      return [name, Array.isArray(section) ? section.map((entry) => dated(entry, moment)) : dated(section, moment)];
    }),
  );
}

/** An entry with a moment, where it tells none of its own. */
export function dated(entry: unknown, moment: string): unknown {
  return typeof entry === 'object' && entry !== null ? { seenAt: moment, ...entry } : entry;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FailbackError(
      'inventory-unreadable',
      `The inventory '${name}' is not JSON${whereItBreaks(cause, text)}.`,
      'The file may have been cut off or edited by hand, or be no inventory. Capture it anew, or restore it from version control.',
      { cause },
    );
  }
}

/** Where the text stops being JSON. Never with a piece of it: a runbook may point at any file of the machine that reads it. */
function whereItBreaks(cause: unknown, text: string): string {
  const message = cause instanceof Error ? cause.message : '';
  if (/end of JSON input/.test(message)) return ': it ends too early';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: it breaks at line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`;
}

const headSchema = z.object({ schema: z.literal('failback/inventory'), version: z.unknown() });

function refuseOtherVersion(data: unknown, name: string): void {
  const head = headSchema.safeParse(data);
  if (!head.success)
    throw new FailbackError(
      'inventory-invalid',
      `'${name}' is not a failback inventory: its "schema" is not "failback/inventory".`,
      'Point `inventory:` in the runbook at a file that a capture wrote.',
    );
  const { version } = head.data;
  if (version === INVENTORY_VERSION) return;
  if (typeof version !== 'number')
    throw new FailbackError(
      'inventory-invalid',
      `The inventory '${name}' does not say which version it has: its "version" is no number.`,
      `Write "version": ${INVENTORY_VERSION} without quotes if it was edited by hand, or capture it anew.`,
    );
  throw new FailbackError(
    'inventory-version',
    `The inventory '${name}' has version ${version}; this failback reads version ${INVENTORY_VERSION}.`,
    version > INVENTORY_VERSION
      ? 'A newer failback wrote it. Update failback, or capture the inventory with this one.'
      : 'Capture the inventory anew with this failback.',
  );
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not have the expected shape';
  const place = issue.path.length === 0 ? 'the file' : `'${issue.path.join('.')}'`;
  return `${place}: ${issue.message}`;
}
