import { parseInventory } from '../../../core/inventory/parse-inventory.ts';
import { auditEvents } from '../../../core/run/audit.ts';
import type { RunEvent } from '../../../core/run/events.ts';
import { RUN_VERSION, type RunHead, runHeadSchema } from '../run-directory.ts';
import { bad, type Check, good, untold } from './check.ts';
import { checkManifest, readManifest } from './check-bundle.ts';
import { checkFacts, checkLaidDown } from './check-files.ts';
import { type CheckedLines, checkLines } from './check-lines.ts';
import { checkPlans } from './check-plans.ts';
import type { Manifest } from './manifest.ts';
import type { RunFiles } from './run-files.ts';

/** What somebody can tell of a run who has nothing but its files. */
export interface Verification {
  readonly kind: RunFiles['kind'];
  readonly run: string;
  readonly runbook: string;
  /** Lines of the journal that hold, and the hash of the last: what to write down elsewhere. */
  readonly lines: number;
  readonly hash: string;
  readonly checks: readonly Check[];
}

/** Nothing that was looked at is otherwise than it should be. What nobody can tell counts neither way. */
export function isIntact({ checks }: Verification): boolean {
  return checks.every(({ outcome }) => outcome !== 'bad');
}

/** Looks at every file of a run that proves something. Reads only; needs no network, no vault and no clock. */
export async function verifyRun(files: RunFiles): Promise<Verification> {
  const manifest = files.kind === 'bundle' ? await readManifest(files) : undefined;
  const { head, check: ofHead } = await checkHead(files);
  const journal = checkLines((await files.read('journal.jsonl')) ?? new Uint8Array());
  const plans = await checkPlans(files, head, journal.events);
  const checks: Check[] = [
    ...(files.kind === 'bundle' ? [await checkManifest(files, manifest)] : []),
    ofHead,
    ofChain(journal),
    await ofEnd(files, journal, manifest),
    plans.check,
    await checkLaidDown(files, journal.events),
    await ofInventory(files),
    await checkFacts(files, journal.events),
  ];
  if (plans.first !== undefined)
    checks.push(
      ofStory(
        journal,
        auditEvents(plans.first, journal.events, (hash) => plans.later.get(hash)),
      ),
    );
  return {
    kind: files.kind,
    run: head?.id ?? manifest?.run ?? files.shown,
    runbook: head?.runbook ?? manifest?.runbook ?? '',
    lines: journal.lines,
    hash: journal.hash,
    checks,
  };
}

async function checkHead(files: RunFiles): Promise<{ readonly head: RunHead | undefined; readonly check: Check }> {
  const what = 'run';
  const bytes = await files.read('run.json');
  if (bytes === undefined) return { head: undefined, check: bad(what, "'run.json' is missing.") };
  const data = jsonOf(bytes);
  const version = (data as { version?: unknown } | undefined)?.version;
  if (typeof version === 'number' && version > RUN_VERSION)
    return {
      head: undefined,
      check: bad(what, `'run.json' has version ${version}: a newer failback made it, and only that one can tell.`),
    };
  const head = runHeadSchema.safeParse(data);
  if (!head.success) return { head: undefined, check: bad(what, "'run.json' is not what failback wrote.") };
  return { head: head.data, check: good(what, `${head.data.id}, begun by ${head.data.startedBy}.`) };
}

function ofChain({ lines, damage, newer, cutBytes }: CheckedLines): Check {
  const what = 'journal';
  if (newer !== undefined)
    return bad(what, `Line ${lines + 1} has version ${newer}: a newer failback wrote it, and only that one can tell.`);
  if (damage !== undefined)
    return bad(what, `Line ${damage.line} cannot be trusted: ${damage.why}. What stands before it holds.`);
  if (lines === 0) return bad(what, 'The journal is missing or empty.');
  const cut =
    cutBytes === 0
      ? ''
      : ` ${cutBytes} bytes after them are a line that was cut in the middle, on which nothing was done.`;
  return good(what, `${lines} lines, each with the hash of the one before.${cut}`);
}

/**
 * A chain cannot miss what is cut off its end. The file of the figures says how far the journal was written, and a bundle
 * says it too; a run that ended says so in its last line.
 */
async function ofEnd(
  files: RunFiles,
  { events, lines, hash, damage, cutBytes }: CheckedLines,
  manifest: Manifest | undefined,
): Promise<Check> {
  const what = 'end of the journal';
  if (damage !== undefined) return untold(what, 'What follows the damage cannot be told.');
  const anchor = manifest?.journal ?? anchorIn(await files.read('progress.json'));
  const ended = lastsWithEnd(events);
  if (anchor === undefined) {
    if (cutBytes > 0 && ended) return bad(what, 'Half a line follows the end of the run.');
    return ended
      ? untold(
          what,
          'The last line says that the run ended. Whether somebody took it up again and that was cut off, nothing here tells.',
        )
      : untold(
          what,
          'Nothing here tells how many lines there were, so lines that were cut off the end would not be missed.',
        );
  }
  if (anchor.lines > lines)
    return bad(
      what,
      `${anchor.lines} lines had been written, and ${anchor.lines - lines} at the end are gone: cut off, or lost with the power before the disk had them.`,
    );
  const at = lines === anchor.lines ? hash : undefined;
  if (at !== undefined && at !== anchor.hash)
    return bad(what, `Line ${anchor.lines} is not the one that had been written.`);
  if (cutBytes > 0 && manifest !== undefined) return bad(what, 'Half a line follows what was packed.');
  return good(
    what,
    ended ? 'The run ended, and its last line is there.' : `${lines} lines, and no fewer had been written.`,
  );
}

function lastsWithEnd(events: readonly RunEvent[]): boolean {
  return events.at(-1)?.kind === 'run-ended';
}

function anchorIn(bytes: Uint8Array | undefined): Manifest['journal'] | undefined {
  const { journal } = (bytes === undefined ? {} : (jsonOf(bytes) ?? {})) as {
    journal?: { lines?: unknown; hash?: unknown };
  };
  return typeof journal?.lines === 'number' && typeof journal.hash === 'string'
    ? { lines: journal.lines, hash: journal.hash }
    : undefined;
}

async function ofInventory(files: RunFiles): Promise<Check> {
  const what = 'inventories';
  const names = files.names.filter((name) => /^inventory(-\d+)?\.json$/.test(name));
  if (names.length === 0) return untold(what, 'The run began without captured facts.');
  for (const name of names) {
    const bytes = await files.read(name);
    try {
      parseInventory(Buffer.from(bytes ?? []).toString('utf8'), name);
    } catch (error) {
      return bad(what, (error as Error).message);
    }
  }
  return good(what, `${names.join(', ')} can be read.`);
}

function ofStory({ places }: CheckedLines, found: ReturnType<typeof auditEvents>): Check {
  const what = 'story';
  if (found.length === 0)
    return good(
      what,
      'Each job has its intent, each answer its question, and each approval is on the plan that was followed then.',
    );
  const told = found.slice(0, 5).map(({ event, why }) => `Line ${places[event] ?? '?'}: ${why}.`);
  return bad(what, [...told, ...(found.length > 5 ? [`And ${found.length - 5} more.`] : [])].join(' '));
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
