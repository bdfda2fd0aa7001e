import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FailbackError } from '../core/failback-error.ts';
import type { Inventory } from '../core/inventory/inventory.ts';
import { parseInventory } from '../core/inventory/parse-inventory.ts';
import type { Runbook } from '../core/runbook/runbook.ts';
import type { Located } from '../core/runbook/source.ts';
import { type LoadedRunbook, loadRunbook } from '../language-server/src/load-runbook.ts';
import type { CommandContext } from './context.ts';
import { readNamedFile, readTextFile } from './read-file.ts';

/** A runbook with what belongs to it, as the command line found it. */
export interface RunbookOnDisk {
  readonly uri: string;
  /** As a person would name it: relative to the current folder where it lies below. */
  readonly name: string;
  readonly loaded: LoadedRunbook;
}

export interface InventoryOnDisk {
  readonly name: string;
  readonly text: string;
  readonly inventory: Inventory;
}

/** How the files are read that a runbook names: undefined for one that is not there, or that it may not name. */
export type ReadNamed = (path: string) => Promise<string | undefined>;

/** @throws FailbackError `file-not-found` when the entry is missing; missing imports are problems of the text. */
export async function readRunbook(
  { cwd }: CommandContext,
  file: string,
  read: ReadNamed = readNamedFile,
): Promise<RunbookOnDisk> {
  const path = resolve(cwd, file);
  await readTextFile(path, file);
  const uri = pathToFileURL(path).href;
  const loaded = await loadRunbook(uri, async (wanted) =>
    wanted.startsWith('file:') ? read(fileURLToPath(wanted)) : undefined,
  );
  return { uri, name: nameOf(cwd, uri), loaded };
}

/** The runbook of a file that must be free of errors in its text. */
export function wholeRunbook({ loaded, name, uri }: RunbookOnDisk): Runbook {
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined) {
    const where = `${fileOf(first.at.uri, uri, name)}:${first.at.start.line + 1}:${first.at.start.character + 1}`;
    const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
    throw new FailbackError(
      'runbook-broken',
      `${where}: ${first.message}${more}`,
      `See every problem in its place:\n  failback check ${name}`,
    );
  }
  if (loaded.runbook !== undefined) return loaded.runbook;
  throw new FailbackError(
    'runbook-missing',
    `'${name}' has no 'runbook' block, so it is a site file: what many runbooks share.`,
    'Name a file that imports it and has a runbook block.',
  );
}

/** The file in which a problem is, beside the entry as a person named it: what is broken may be what is imported. */
function fileOf(problem: string, entry: string, name: string): string {
  if (problem === entry) return name;
  return join(dirname(name), relative(dirname(fileURLToPath(entry)), fileURLToPath(problem))).replaceAll('\\', '/');
}

/**
 * The inventory named on the command line, else the one that the runbook names. Undefined when the runbook names none,
 * or names one that was never captured: facts are unknown then, and `missing` is told the name.
 */
export async function readInventory(
  { cwd }: CommandContext,
  runbook: Runbook,
  wanted: string | undefined,
  missing: (name: string) => void,
  read: ReadNamed = readNamedFile,
): Promise<InventoryOnDisk | undefined> {
  if (wanted !== undefined) return parsed(wanted, await readTextFile(resolve(cwd, wanted), wanted));
  if (runbook.inventory === undefined) return undefined;
  const path = pathAsWritten(runbook.inventory);
  const name = nameOf(cwd, pathToFileURL(path).href);
  const text = await read(path);
  if (text !== undefined) return parsed(name, text);
  missing(name);
  return undefined;
}

/** Absolute path of a file that a runbook names: what is written there is relative to the file that says it. */
export function pathAsWritten({ value, at }: Located<string>): string {
  return resolve(dirname(fileURLToPath(at.uri)), value);
}

function parsed(name: string, text: string): InventoryOnDisk {
  return { name, text, inventory: parseInventory(text, name) };
}

/** The path of a URI as a person in this folder would write it. */
export function nameOf(cwd: string, uri: string): string {
  const path = fileURLToPath(uri);
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short.replaceAll('\\', '/');
}
