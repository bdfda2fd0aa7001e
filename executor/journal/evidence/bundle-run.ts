import { readFile } from 'node:fs/promises';
import { readHead } from '../open-run.ts';
import type { RunHandle } from '../run-directory.ts';
import { checkLines } from './check-lines.ts';
import { BUNDLE_NAMESPACE, type BundleSignatures, MANIFEST, type Manifest, SIGNATURES } from './manifest.ts';
import { PACKED_BY, pack } from './pack.ts';
import { openRunFiles } from './run-files.ts';
import { sha256 } from './sha256.ts';

export interface BundleOptions {
  /** The report in its clothes, by file name. */
  readonly reports: Readonly<Record<string, string>>;
  readonly status: string;
  /** What scripts of the runbook printed: nobody knows what stands in it, so it is packed only where somebody says so. */
  readonly withOutput: boolean;
  /** Signs the manifest's text; undefined where nobody signs. */
  readonly sign?: (text: string, namespace: string) => Promise<BundleSignatures[number]>;
}

/** Files that prove something. Inbox, leases and logs do not; figures are in the manifest. */
const evidence = [
  /^run\.json$/,
  /^(plan|files|inventory)(-\d+)?\.json$/,
  /^journal\.jsonl$/,
  /^requests\.jsonl?$/,
  /^execution\.json$/,
  /^allowed-signers$/,
  /^scripts\//,
  /^facts\/[0-9a-f]{64}\.json\.gz$/,
];
const output = /^output\//;

/**
 * Everything that proves what a run did, as one file. The same run gives the same bytes. A run that goes on is packed as
 * it stands: of its journal the lines that are whole.
 */
export async function bundleRun(run: RunHandle, options: BundleOptions): Promise<Uint8Array> {
  const head = await readHead(run);
  const folder = await openRunFiles(run.directory, run.id);
  const files = new Map<string, Uint8Array>();
  for (const name of folder.names) {
    const wanted = evidence.some((pattern) => pattern.test(name)) || (options.withOutput && output.test(name));
    const bytes = wanted ? await folder.read(name).catch(gone) : undefined;
    if (bytes !== undefined) files.set(name, bytes);
  }
  const written = files.get('journal.jsonl') ?? (await readFile(`${run.directory}/journal.jsonl`));
  const journal = checkLines(written);
  // What a crash cut in the middle was never acted upon. Damage goes along: whoever verifies the bundle sees it.
  files.set('journal.jsonl', written.subarray(0, written.length - journal.cutBytes));
  for (const [name, text] of Object.entries(options.reports)) files.set(name, Buffer.from(text));
  const manifest: Manifest = {
    schema: 'failback/bundle',
    version: 1,
    run: head.id,
    runbook: head.runbook,
    planHash: lastPlan(journal.events) ?? head.planHash,
    journal: { lines: journal.lines, hash: journal.hash },
    status: options.status,
    packedBy: PACKED_BY,
    files: [...files]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, bytes]) => ({
        name,
        sha256: sha256(bytes),
        bytes: bytes.length,
      })),
  };
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  files.set(MANIFEST, Buffer.from(text));
  if (options.sign !== undefined) {
    const signature = await options.sign(text, BUNDLE_NAMESPACE);
    const signatures = { schema: 'failback/bundle-signatures', version: 1, signatures: [signature] };
    files.set(SIGNATURES, Buffer.from(`${JSON.stringify(signatures, undefined, 2)}\n`));
  }
  return pack(files);
}

function lastPlan(events: ReturnType<typeof checkLines>['events']): string | undefined {
  return events.findLast((event) => event.kind === 'replanned')?.planHash;
}

/** A file of a run that goes on may be replaced while the folder is read. */
function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
