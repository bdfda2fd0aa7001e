import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Moment, Runbook } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';

/** What a script was when somebody looked: the plan holds this, so what runs is what was reviewed. */
export interface ScriptText {
  readonly sha256: string;
  readonly bytes: number;
}

/** By the script's URI. A script that nobody could read is missing here. */
export type ScriptTexts = ReadonlyMap<string, ScriptText>;

/** Every script of a runbook, by URI; each once. */
export function scriptsOf({ moments, waves }: Pick<Runbook, 'moments' | 'waves'>): readonly string[] {
  const uris = [...moments, ...waves.flatMap((wave) => wave.moments)].flatMap(inMoment);
  return [...new Set(uris)];
}

/** Where a script is: its path is relative to the file that names it. */
export function scriptUri({ script, at }: { readonly script: string; readonly at: SourceRange }): string {
  const path = script.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return URL.canParse(path, at.uri) ? new URL(path, at.uri).href : path;
}

export function textOfScript(content: Uint8Array): ScriptText {
  return { sha256: bytesToHex(sha256(content)), bytes: content.length };
}

/** Reads and hashes the scripts of a runbook. `read` answers undefined for what is not there. */
export async function readScripts(
  runbook: Pick<Runbook, 'moments' | 'waves'>,
  read: (uri: string) => Promise<Uint8Array | undefined>,
): Promise<ReadonlyMap<string, ScriptText & { readonly content: Uint8Array }>> {
  const found = new Map<string, ScriptText & { content: Uint8Array }>();
  for (const uri of scriptsOf(runbook)) {
    const content = await read(uri);
    if (content !== undefined) found.set(uri, { ...textOfScript(content), content });
  }
  return found;
}

function inMoment({ items }: Moment): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind === 'run') return scriptUri(item);
    return item.kind === 'probe' && item.check.kind === 'script' ? scriptUri({ ...item.check, at: item.at }) : [];
  });
}
