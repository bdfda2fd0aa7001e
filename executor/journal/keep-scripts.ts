import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ScriptText, type ScriptTexts, textOfScript } from '../../core/plan/script-texts.ts';
import { readPrivateBytes } from './read-private.ts';
import { replaceFile } from './replace-file.ts';
import { type RunHandle, scriptFile, scriptsFolder } from './run-directory.ts';
import { makePrivate } from './run-home.ts';

/** A script with what it says. */
export type ScriptCopy = ScriptText & { readonly content: Uint8Array };

const MANIFEST = 'scripts.json';
const manifest = z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number() }));

/** Copies the scripts of a plan into the run's folder, each under its hash: what was reviewed is what runs. */
export async function keepScripts(run: RunHandle, scripts: ReadonlyMap<string, ScriptCopy>): Promise<void> {
  if (scripts.size === 0) return;
  await makePrivate(scriptsFolder(run));
  for (const { sha256, content } of scripts.values()) await write(scriptFile(run, sha256), content);
  const texts = Object.fromEntries([...scripts].map(([uri, { sha256, bytes }]) => [uri, { sha256, bytes }]));
  await replaceFile(join(scriptsFolder(run), MANIFEST), JSON.stringify(texts), { sync: true });
}

async function write(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The scripts of a run by URI, for planning anew from what it keeps. */
export async function keptScripts(run: RunHandle): Promise<ScriptTexts> {
  const text = await readPrivateBytes(join(scriptsFolder(run), MANIFEST)).catch(() => undefined);
  return new Map(text === undefined ? [] : Object.entries(manifest.parse(JSON.parse(text.toString('utf8')))));
}

/** The run's own copy of a script; undefined unless it is, to the byte, what the plan was reviewed with. */
export async function keptScript(run: RunHandle, text: ScriptText): Promise<Buffer | undefined> {
  const content = await readPrivateBytes(scriptFile(run, text.sha256)).catch(() => undefined);
  if (content === undefined) return undefined;
  const found = textOfScript(content);
  return found.sha256 === text.sha256 && found.bytes === text.bytes ? content : undefined;
}
