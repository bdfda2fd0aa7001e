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
      `The inventory '${name}' is not JSON: ${(cause as Error).message}.`,
      'The file may have been cut off or edited by hand. Capture it anew, or restore it from version control.',
      { cause },
    );
  }
}

function refuseOtherVersion(data: unknown, name: string): void {
  const head = z.object({ schema: z.string(), version: z.number() }).safeParse(data);
  if (!head.success || head.data.schema !== 'failback/inventory')
    throw new FailbackError(
      'inventory-invalid',
      `'${name}' is not a failback inventory: its "schema" is not "failback/inventory".`,
      'Point `inventory:` in the runbook at a file that a capture wrote.',
    );
  if (head.data.version === INVENTORY_VERSION) return;
  throw new FailbackError(
    'inventory-version',
    `The inventory '${name}' has version ${head.data.version}; this failback reads version ${INVENTORY_VERSION}.`,
    head.data.version > INVENTORY_VERSION
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
