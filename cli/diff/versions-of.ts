import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { readScripts } from '../../core/plan/script-texts.ts';
import type { Side } from '../../core/review/side.ts';
import { type LoadedRunbook, loadRunbook } from '../../language-server/src/load-runbook.ts';
import { type AsOf, momentOf } from '../options.ts';
import { pathAsWritten, wholeRunbook } from '../read-runbook.ts';
import type { Source } from './source.ts';

/** A runbook in one state of the files. */
export interface Version {
  readonly path: string;
  /** The same, as seen from the current folder. */
  readonly file: string;
  /** The runbook's name; the file's where the text is too broken to have one. */
  readonly name: string;
  /** All that decides it: its file, what it imports, its inventory. Equal texts mean the same. */
  readonly texts: readonly (string | undefined)[];
  /** Its plan and findings. @throws FailbackError where its text is broken */
  side(): Side;
}

/** The moment and the folder for which versions are judged; the same for both, so that only the texts differ. */
export interface Judging {
  readonly cwd: string;
  readonly now: Date;
  readonly asOf: AsOf;
}

/**
 * Every runbook of a source. Site files are read by the runbooks that import them.
 * @param runbooks paths that are runbooks in the other state: one whose first word was broken is no site file for that
 */
export async function versionsOf(
  source: Source,
  judging: Judging,
  runbooks: ReadonlySet<string> = new Set(),
): Promise<readonly Version[]> {
  const versions: Version[] = [];
  const paths = await source.list();
  for (const path of paths) {
    const loaded = await loadRunbook(pathToFileURL(path).href, async (uri) =>
      uri.startsWith('file:') ? source.read(fileURLToPath(uri)) : undefined,
    );
    const expected = paths.length === 1 || runbooks.has(path);
    if (isSite(loaded) && !(expected && isBroken(loaded))) continue;
    const inventory = await inventoryText(source, loaded);
    const scripts = await scriptsIn(source, loaded);
    const shown = relative(judging.cwd, path).replaceAll('\\', '/');
    versions.push({
      path,
      file: shown,
      name: loaded.runbook?.name ?? shown,
      texts: [
        ...loaded.documents.map(({ text }) => text),
        inventory,
        ...[...scripts.values()].map(({ sha256 }) => sha256),
      ],
      side: () => sideOf(loaded, inventory, scripts, `${shown} (${source.name})`, judging),
    });
  }
  return versions;
}

function isSite({ runbook, documents }: LoadedRunbook): boolean {
  return runbook === undefined && !/^\s*runbook\b/m.test(documents[0]?.text ?? '');
}

function isBroken({ problems }: LoadedRunbook): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

async function inventoryText(source: Source, { runbook }: LoadedRunbook): Promise<string | undefined> {
  if (runbook?.inventory === undefined) return undefined;
  return source.read(pathAsWritten(runbook.inventory));
}

async function scriptsIn(source: Source, { runbook }: LoadedRunbook): Promise<Scripts> {
  if (runbook === undefined) return new Map();
  return readScripts(runbook, async (uri) => {
    const text = uri.startsWith('file:') ? await source.read(fileURLToPath(uri)) : undefined;
    return text === undefined ? undefined : Buffer.from(text, 'utf8');
  });
}

type Scripts = Awaited<ReturnType<typeof readScripts>>;

function sideOf(
  loaded: LoadedRunbook,
  text: string | undefined,
  scripts: Scripts,
  name: string,
  { now, asOf }: Judging,
): Side {
  const runbook = wholeRunbook({ uri: loaded.documents[0]?.uri ?? '', name, loaded });
  const inventory = text === undefined ? undefined : parseInventory(text, `the inventory of ${name}`);
  const { plan, assessment } = makePlan(runbook, inventory, {
    now: momentOf(asOf, inventory?.capturedAt, now),
    part: 'whole',
    runbookFile: name,
    inventoryFile: undefined,
    scripts,
  });
  return { runbook, plan, assessment };
}
